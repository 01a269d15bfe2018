module zcp.test/sdk

go 1.18

require github.com/zeropsio/zerops-go v1.0.21

require github.com/shopspring/decimal v1.3.1 // indirect
