import ContainerShim

ShimProgram.main()
