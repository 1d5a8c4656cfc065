import ServiceProxy

try SyncCommand.collectSignals(for: CommandLine.arguments)
await SvcProxy.main()
