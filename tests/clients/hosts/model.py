"""A model of four dialects that says what a script says, and keeps what reached it.

Each dialect asks with the whole conversation, so the step that comes next is the number of results that are in it. A
question without the server's tools is one that a client asks for itself (a title, a summary) and gets a word.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# How the server's tools begin, whatever a client puts before them.
MARK = "zerops_"
# The tools of clients that show what a tool takes only once it is looked for, and how that is asked.
SEARCHES = {
    "ToolSearch": lambda tool: {"query": f"select:mcp__zerops__{tool}", "max_results": 3},
    "tool_search": lambda tool: {"query": f"select:mcp__zerops__{tool}", "max_results": 3},
}


class Model:
    """Listens on loopback; `steps` are `(tool, arguments)` and end with the words of a last answer."""

    def __init__(self, steps):
        self.steps = steps
        self.asked = []
        self.unknown = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                model.answer(self, None)

            def do_POST(self):
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length)
                if self.headers.get("transfer-encoding") == "chunked":
                    body = b"".join(chunks(self.rfile))
                model.answer(self, body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, http, body):
        try:
            asked = json.loads(body) if body else {}
        except ValueError:
            asked = {}
        path = http.path.split("?")[0]
        dialect = next((kind for end, kind in DIALECTS.items() if path.endswith(end)), None)
        if dialect is None:
            self.unknown.append(path)
            return send(http, "application/json", json.dumps({"data": [], "models": []}).encode())
        names = list(names_in(asked.get("tools")))
        search = next((name for name in names if name in SEARCHES), None)
        is_talk = search or any(MARK in name for name in names)
        answered = list(dialect.results(asked))
        results = [text for id, text in answered if "search" not in id]
        searched = {id for id, _ in answered if "search" in id}
        if is_talk:
            found = [text for id, text in answered if "search" in id]
            self.asked.append({"path": path, "tools": asked.get("tools"), "found": found, "results": results, "system": system_of(asked)})
        call = None
        if is_talk and len(results) < len(self.steps):
            tool, arguments = self.steps[len(results)]
            name = min((name for name in names if name.endswith(tool)), key=len, default=None)
            at = len(results)
            if name is None and search and not any(id.endswith(f"search_{at}") for id in searched):
                call = (search, SEARCHES[search](tool), f"search_{at}", None)
            else:
                name = name or f"mcp__zerops__{tool}"
                call = (name, arguments, f"call_{at}", namespace_of(asked.get("tools"), name))
        is_stream = asked.get("stream") or "stream" in path
        kind, text = dialect.say(call, is_stream)
        send(http, kind, text.encode())

    def results(self):
        """The texts that the model got, in order, of the longest conversation."""
        return max((entry["results"] for entry in self.asked), key=len, default=[])


def chunks(file):
    while size := int(file.readline().strip() or b"0", 16):
        yield file.read(size)
        file.readline()
    file.readline()


def send(http, kind, body):
    http.send_response(200)
    http.send_header("content-type", kind)
    http.send_header("content-length", str(len(body)))
    http.end_headers()
    http.wfile.write(body)


def names_in(tools):
    """Every name of a function, however deep its list is."""
    if isinstance(tools, list):
        for tool in tools:
            yield from names_in(tool)
    elif isinstance(tools, dict):
        if isinstance(tools.get("name"), str):
            yield tools["name"]
        for key in ("function", "functionDeclarations", "function_declarations", "tools"):
            yield from names_in(tools.get(key))


def namespace_of(tools, name):
    """The group that a tool is listed in, where a dialect has groups."""
    for tool in tools or []:
        if isinstance(tool, dict) and tool.get("type") == "namespace" and name in [inner.get("name") for inner in tool.get("tools", [])]:
            return tool.get("name")
    return None


def system_of(asked):
    for key in ("system", "instructions", "systemInstruction"):
        if asked.get(key):
            return asked[key]
    return [message for message in asked.get("messages", []) if message.get("role") in ("system", "developer")]


def text_of(content):
    """The words of a result, whatever they are wrapped in."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(text_of(part) for part in content)
    if isinstance(content, dict):
        if isinstance(content.get("text"), str):
            return content["text"]
        return json.dumps(content, ensure_ascii=False)
    return ""


def events(entries, named=False):
    lines = []
    for entry in entries:
        if named:
            lines.append(f"event: {entry['type']}\n")
        lines.append(f"data: {json.dumps(entry)}\n\n")
    return "text/event-stream", "".join(lines)


WORDS = "All is done."


class Chat:
    """POST /chat/completions."""

    @staticmethod
    def results(asked):
        said = [message for message in asked.get("messages", []) if message.get("role") == "tool"]
        return [(message.get("tool_call_id", ""), text_of(message.get("content"))) for message in said]

    @staticmethod
    def say(call, is_stream):
        message = {"role": "assistant", "content": WORDS}
        if call:
            name, arguments, id, _ = call
            function = {"name": name, "arguments": json.dumps(arguments)}
            message = {"role": "assistant", "content": None, "tool_calls": [{"index": 0, "id": id, "type": "function", "function": function}]}
        end = "tool_calls" if call else "stop"
        usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
        head = {"id": "c", "created": 1, "model": "scripted", "usage": usage}
        if not is_stream:
            return "application/json", json.dumps({**head, "object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": end}]})
        chunk = {**head, "object": "chat.completion.chunk"}
        kind, text = events([
            {**chunk, "usage": None, "choices": [{"index": 0, "delta": message, "finish_reason": None}]},
            {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": end}]},
        ])
        return kind, text + "data: [DONE]\n\n"


class Responses:
    """POST /responses."""

    @staticmethod
    def results(asked):
        said = [item for item in asked.get("input", []) if isinstance(item, dict) and item.get("type") == "function_call_output"]
        return [(item.get("call_id", ""), text_of(item.get("output"))) for item in said]

    @staticmethod
    def say(call, is_stream):
        item = {"type": "message", "role": "assistant", "id": "m", "status": "completed", "content": [{"type": "output_text", "text": WORDS, "annotations": []}]}
        if call:
            name, arguments, id, namespace = call
            item = {"type": "function_call", "id": f"f{id}", "call_id": id, "name": name, "arguments": json.dumps(arguments), "status": "completed"}
            if namespace:
                item["namespace"] = namespace
        usage = {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 9, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 18}
        response = {"id": "r", "object": "response", "created_at": 1, "model": "scripted", "status": "completed", "output": [item], "usage": usage}
        if not is_stream:
            return "application/json", json.dumps(response)
        return events([
            {"type": "response.created", "response": {**response, "status": "in_progress", "output": []}},
            {"type": "response.output_item.added", "output_index": 0, "item": item},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": response},
        ], named=True)


class Messages:
    """POST /messages, of Anthropic."""

    @staticmethod
    def results(asked):
        blocks = [block for message in asked.get("messages", []) if isinstance(message.get("content"), list) for block in message["content"]]
        return [(block["tool_use_id"], text_of(block.get("content"))) for block in blocks if block.get("type") == "tool_result"]

    @staticmethod
    def say(call, is_stream):
        block = {"type": "text", "text": WORDS}
        if call:
            name, arguments, id, _ = call
            block = {"type": "tool_use", "id": f"toolu_{id}", "name": name, "input": arguments}
        end = "tool_use" if call else "end_turn"
        message = {"id": "msg", "type": "message", "role": "assistant", "model": "scripted", "content": [block], "stop_reason": end, "stop_sequence": None, "usage": {"input_tokens": 9, "output_tokens": 9}}
        if not is_stream:
            return "application/json", json.dumps(message)
        if call:
            start, delta = {**block, "input": {}}, {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        else:
            start, delta = {**block, "text": ""}, {"type": "text_delta", "text": WORDS}
        return events([
            {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}},
            {"type": "content_block_start", "index": 0, "content_block": start},
            {"type": "content_block_delta", "index": 0, "delta": delta},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": end, "stop_sequence": None}, "usage": {"output_tokens": 9}},
            {"type": "message_stop"},
        ], named=True)


class Generate:
    """POST :generateContent, of Gemini."""

    @staticmethod
    def results(asked):
        parts = [part for content in asked.get("contents", []) for part in content.get("parts", [])]
        said = [part["functionResponse"] for part in parts if "functionResponse" in part]
        return [(one.get("id", ""), text_of(one.get("response"))) for one in said]

    @staticmethod
    def say(call, is_stream):
        part = {"text": WORDS}
        if call:
            name, arguments, id, _ = call
            part = {"functionCall": {"id": id, "name": name, "args": arguments}, "thoughtSignature": "c2lnbmVk"}
        answer = {"candidates": [{"index": 0, "content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}], "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 9, "totalTokenCount": 18}}
        return events([answer]) if is_stream else ("application/json", json.dumps(answer))


DIALECTS = {
    "/chat/completions": Chat,
    "/responses": Responses,
    "/messages": Messages,
    ":generateContent": Generate,
    ":streamGenerateContent": Generate,
}
