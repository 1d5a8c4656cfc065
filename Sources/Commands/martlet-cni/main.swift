import PodNetwork

PluginProgram.main()
