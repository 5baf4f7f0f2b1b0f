//go:build tools

// Package tools keeps compose a requirement of this module, so that `go build` can make its command for the tests.
package tools

import _ "github.com/docker/compose/v5/cmd"
