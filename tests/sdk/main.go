// Drives the official Go SDK against a sandbox: what the SDK cannot read, the sandbox answers wrongly.
//
// Usage: sdk URL TOKEN, against a sandbox with the seed node-postgres.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/zeropsio/zerops-go/apiError"
	"github.com/zeropsio/zerops-go/dto/input/body"
	"github.com/zeropsio/zerops-go/dto/input/path"
	"github.com/zeropsio/zerops-go/dto/input/query"
	"github.com/zeropsio/zerops-go/sdk"
	"github.com/zeropsio/zerops-go/sdkBase"
	"github.com/zeropsio/zerops-go/types"
	"github.com/zeropsio/zerops-go/types/uuid"
)

const document = `services:
  - hostname: fresh
    type: ubuntu/nodejs@22
    startWithoutCode: true
`

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	base := sdk.New(sdkBase.DefaultConfig(sdkBase.WithCustomEndpoint(os.Args[1])), http.DefaultClient)
	api := sdk.AuthorizeSdk(base, os.Args[2])

	user := must(must(api.GetUserInfo(ctx)).Output())
	client := user.ClientUserList[0].ClientId
	token := path.IntegrationTokenId{Id: client, TokenId: uuid.UserId(user.Id)}
	record := must(must(api.GetClientIntegrationToken(ctx, token)).Output())
	check(len(record.Projects) == 1, "the token is granted one project")
	id := record.Projects[0].ProjectId
	project := must(must(api.GetProject(ctx, path.ProjectId{Id: id})).Output())
	check(project.Name.Native() == "demo", "the project is read")

	all := query.ListProjectServiceStacks{Limit: types.NewIntNull(500)}
	services := must(must(api.GetProjectServiceStack(ctx, path.ProjectId{Id: id}, all)).Output())
	check(len(services.List) >= 7, "the services are listed")
	found := must(must(api.PostServiceStackSearch(ctx, body.EsFilter{Search: []body.EsSearchItem{
		{Name: types.NewString("clientId"), Operator: types.NewString("eq"), Value: types.NewString(string(client))},
	}})).Output())
	check(len(found.Items) >= 7, "the services are found by a search")

	imported := must(must(api.PostProjectServiceStackImport(ctx, path.ProjectId{Id: id}, body.ServiceStackImport{
		Yaml: types.NewText(document),
	})).Output())
	for _, process := range imported.ServiceStacks[0].Processes {
		follow(ctx, api, process.Id)
	}
	named := path.GetServiceStackByName{ProjectId: id, Name: types.NewString("fresh")}
	fresh := must(must(api.GetServiceStackByName(ctx, named)).Output())
	check(fresh.ServiceStackTypeInfo.ServiceStackTypeVersionName.Native() == "ubuntu/nodejs@22", "the type says its system")

	env := must(must(api.GetServiceStackEnv(ctx, path.ServiceStackId{Id: fresh.Id})).Output())
	check(len(env.Items) > 0, "its variables are listed")
	// This generation of the SDK does not know that the platform wants `sensitive`.
	written := must(api.PostServiceStackUserData(ctx, path.ServiceStackId{Id: fresh.Id}, body.UserDataPost{
		Key: types.NewString("A"), Content: types.NewText("1"),
	}))
	refused(written.Err(), 400, "invalidUserInput")

	restarted := must(must(api.PutServiceStackRestart(ctx, path.ServiceStackId{Id: fresh.Id})).Output())
	follow(ctx, api, restarted.Id)
	deleted := must(must(api.DeleteServiceStack(ctx, path.ServiceStackId{Id: fresh.Id})).Output())
	follow(ctx, api, deleted.Id)
	gone := must(api.GetServiceStack(ctx, path.ServiceStackId{Id: fresh.Id}))
	refused(gone.Err(), 400, "serviceStackNotFound")

	newest := query.ListProjectProcesses{Limit: types.NewIntNull(50)}
	processes := must(must(api.GetProjectProcess(ctx, path.ProjectId{Id: id}, newest)).Output())
	check(len(processes.List) > 2, "the processes are listed")
	fmt.Println("the official SDK reads the sandbox")
}

func follow(ctx context.Context, api sdk.Handler, id uuid.ProcessId) {
	for {
		process := must(must(api.GetProcess(ctx, path.ProcessId{Id: id})).Output())
		switch status := process.Status; string(status) {
		case "FINISHED":
			return
		case "FAILED", "CANCELED":
			fail("the process ended " + string(status))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func refused(err error, status int, code string) {
	answer, ok := err.(apiError.Error)
	check(ok, "the call is refused")
	check(answer.GetHttpStatusCode() == status && answer.GetErrorCode() == code,
		fmt.Sprintf("it is refused with %d %s, not %d %s", status, code, answer.GetHttpStatusCode(), answer.GetErrorCode()))
}

func must[T any](value T, err error) T {
	if err != nil {
		fail(err.Error())
	}
	return value
}

func check(holds bool, what string) {
	if !holds {
		fail("not so: " + what)
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "sdk:", why)
	os.Exit(1)
}
