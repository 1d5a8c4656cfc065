// The room ServiceProxy.
