import PodNetworkCommands

CommandProgram.main()
