import CRIProtocol
import CRIRuntime
import ContainerRuntime
import Testing

/// What a runtime is told of pods and containers.
@Suite struct PlanTests {
    private var sandbox = SandboxConfiguration(
        namespace: "shop", name: "web-0", uid: "3f", attempt: 2, hostname: "web-0",
        logDirectory: "/var/log/pods/shop_web-0_3f")

    @Test func `a sandbox is named, labelled and has the pod's resolver`() {
        var sandbox = sandbox
        sandbox.resolverFile = ResolverFile(
            servers: ["10.96.0.10"], searches: ["shop.svc.cluster.local"], options: ["ndots:5"])
        sandbox.labels = ["app": "web"]
        sandbox.portMappings = [
            .init(transport: "UDP", containerPort: 53, hostPort: 5353, hostIP: "127.0.0.1")
        ]
        sandbox.sysctls = ["net.ipv4.ip_unprivileged_port_start": "0"]
        let config = CRIPodSandboxConfig(sandbox, cgroupParent: "/pods")
        #expect(config.metadata.name == "web-0")
        #expect(config.metadata.namespace == "shop")
        #expect(config.metadata.uid == "3f")
        #expect(config.metadata.attempt == 2)
        #expect(config.hostname == "web-0")
        #expect(config.dnsConfig.servers == ["10.96.0.10"])
        #expect(config.dnsConfig.searches == ["shop.svc.cluster.local"])
        #expect(config.dnsConfig.options == ["ndots:5"])
        #expect(config.portMappings.first?.protocol == .udp)
        #expect(config.portMappings.first?.containerPort == 53)
        #expect(config.portMappings.first?.hostPort == 5353)
        #expect(config.portMappings.first?.hostIp == "127.0.0.1")
        #expect(config.linux.cgroupParent == "/pods")
        #expect(config.linux.sysctls == ["net.ipv4.ip_unprivileged_port_start": "0"])
        #expect(
            config.labels == [
                "app": "web", "io.kubernetes.pod.name": "web-0",
                "io.kubernetes.pod.namespace": "shop", "io.kubernetes.pod.uid": "3f",
            ])
    }

    @Test func `a sandbox without a resolver file keeps the runtime's own`() {
        #expect(!CRIPodSandboxConfig(sandbox, cgroupParent: "").hasDnsConfig)
    }

    @Test(arguments: [
        (false, false, false, false, CRINamespaceMode.pod, CRINamespaceMode.container),
        (false, false, true, false, .pod, .pod),
        (true, false, false, false, .node, .container),
        (true, true, true, true, .node, .node),
    ])
    func `what a pod shares with the node and within`(
        network: Bool, pid: Bool, processes: Bool, ipc: Bool, expectedNetwork: CRINamespaceMode,
        expectedPID: CRINamespaceMode
    ) {
        var sandbox = sandbox
        sandbox.isHostNetwork = network
        sandbox.isHostPID = pid
        sandbox.sharesProcesses = processes
        sandbox.isHostIPC = ipc
        let container = ContainerConfiguration(
            name: "c", attempt: 0, image: "i", logPath: "c/0.log")
        for options in [
            CRIPodSandboxConfig(sandbox, cgroupParent: "").linux.securityContext.namespaceOptions,
            CRIContainerConfig(container, in: sandbox).linux.securityContext.namespaceOptions,
        ] {
            #expect(options.network == expectedNetwork)
            #expect(options.pid == expectedPID)
            #expect(options.ipc == (ipc ? .node : .pod))
        }
    }

    @Test func `a container's command, environment and mounts keep their order`() {
        var container = ContainerConfiguration(
            name: "app", attempt: 3, image: "registry/app:1", command: ["/app"],
            arguments: ["-v", "x"], workingDirectory: "/srv", logPath: "app/3.log")
        container.environment = [("A", "1"), ("B", "=2\n"), ("A", "3")]
        container.mounts = [
            .init(containerPath: "/etc/hosts", hostPath: "/pods/hosts"),
            .init(containerPath: "/data", hostPath: "/pods/data", isReadOnly: true),
        ]
        container.mounts[1].propagation = .hostToContainer
        let config = CRIContainerConfig(container, in: sandbox)
        #expect(config.metadata.name == "app")
        #expect(config.metadata.attempt == 3)
        #expect(config.image.image == "registry/app:1")
        #expect(config.command == ["/app"])
        #expect(config.args == ["-v", "x"])
        #expect(config.workingDir == "/srv")
        #expect(config.envs.map(\.key) == ["A", "B", "A"])
        #expect(config.envs.map(\.value) == ["1", "=2\n", "3"])
        #expect(config.mounts.map(\.containerPath) == ["/etc/hosts", "/data"])
        #expect(config.mounts.map(\.readonly) == [false, true])
        #expect(
            config.mounts.map(\.propagation) == [
                .propagationPrivate, .propagationHostToContainer,
            ])
        #expect(config.labels["io.kubernetes.container.name"] == "app")
        #expect(config.logPath == "app/3.log")
    }

    @Test func `a container's rights are the pod's, and the kernel's secrets are hidden`() {
        var container = ContainerConfiguration(
            name: "app", attempt: 0, image: "i", logPath: "app/0.log")
        container.security.user = 1000
        container.security.group = 0
        container.security.supplementalGroups = [7, 8]
        container.security.hasReadOnlyRoot = true
        container.security.allowsPrivilegeEscalation = false
        container.security.addedCapabilities = ["NET_ADMIN"]
        container.security.droppedCapabilities = ["ALL"]
        let context = CRIContainerConfig(container, in: sandbox).linux.securityContext
        #expect(context.runAsUser.value == 1000)
        #expect(context.hasRunAsGroup && context.runAsGroup.value == 0)
        #expect(context.supplementalGroups == [7, 8])
        #expect(context.readonlyRootfs)
        #expect(context.noNewPrivs)
        #expect(context.capabilities.addCapabilities == ["NET_ADMIN"])
        #expect(context.capabilities.dropCapabilities == ["ALL"])
        #expect(context.maskedPaths.contains("/proc/kcore"))
        #expect(context.readonlyPaths.contains("/proc/sys"))

        container.security = .init()
        container.security.isPrivileged = true
        let privileged = CRIContainerConfig(container, in: sandbox).linux.securityContext
        #expect(privileged.privileged)
        #expect(!privileged.noNewPrivs)
        #expect(!privileged.hasRunAsUser)
        #expect(privileged.maskedPaths.isEmpty)
    }

    @Test func `limits are the runtime's units, and none say nothing`() {
        var container = ContainerConfiguration(
            name: "app", attempt: 0, image: "i", logPath: "app/0.log")
        #expect(CRIContainerConfig(container, in: sandbox).linux.resources.cpuPeriod == 0)
        container.limits.cpuShares = 512
        container.limits.cpuQuota = 50_000
        container.limits.memory = 64 << 20
        container.limits.oomScoreAdjustment = -997
        let resources = CRIContainerConfig(container, in: sandbox).linux.resources
        #expect(resources.cpuShares == 512)
        #expect(resources.cpuQuota == 50_000)
        #expect(resources.cpuPeriod == 100_000)
        #expect(resources.memoryLimitInBytes == 64 << 20)
        #expect(resources.oomScoreAdj == -997)
    }

    // Numbers of runtime.v1's enumeration Signal.
    @Test(arguments: [
        ("", 0), ("TERM", 23), ("SIGTERM", 23), ("SIGKILL", 13), ("HUP", 8), ("SIGQUIT", 18),
        ("USR2", 30), ("XFSZ", 34), ("RTMIN", 35), ("SIGRTMIN+15", 50), ("RTMAX-14", 51),
        ("SIGRTMAX-1", 64), ("RTMAX", 65), ("RTMIN+16", 0), ("WHAT", 0),
    ])
    func `a stop signal has the interface's number`(name: String, number: Int) {
        #expect(StopSignal.number(named: name) == Int32(number))
    }
}
