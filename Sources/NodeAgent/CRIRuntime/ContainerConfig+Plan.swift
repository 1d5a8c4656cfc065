import CRIProtocol
import ContainerRuntime

extension CRIContainerConfig {
    /// What the runtime is told of a container.
    package init(_ container: ContainerConfiguration, in sandbox: SandboxConfiguration) {
        self.init()
        metadata.name = container.name
        metadata.attempt = UInt32(clamping: container.attempt)
        image.image = container.image
        image.userSpecifiedImage = container.image
        command = container.command
        args = container.arguments
        workingDir = container.workingDirectory
        envs = container.environment.map(CRIKeyValue.init)
        mounts = container.mounts.map(CRIMount.init)
        var own = PodLabel.labels(of: sandbox)
        own[PodLabel.container] = container.name
        labels = own.merging(container.labels) { $1 }
        annotations = container.annotations
        logPath = container.logPath
        stdin = container.hasStandardInput
        stdinOnce = container.closesStandardInputAfterFirst
        tty = container.hasTerminal
        linux.resources = CRILinuxContainerResources(container.limits)
        linux.securityContext = CRILinuxContainerSecurityContext(container.security)
        linux.securityContext.namespaceOptions = CRINamespaceOption(sandbox)
        stopSignal = StopSignal.number(named: container.stopSignal)
    }
}

extension CRIKeyValue {
    init(_ variable: (name: String, value: String)) {
        self.init()
        key = variable.name
        value = variable.value
    }
}

extension CRIMount {
    init(_ mount: ContainerConfiguration.Mount) {
        self.init()
        containerPath = mount.containerPath
        hostPath = mount.hostPath
        readonly = mount.isReadOnly
        propagation =
            switch mount.propagation {
            case .private: .propagationPrivate
            case .hostToContainer: .propagationHostToContainer
            case .both: .propagationBidirectional
            }
    }
}

extension CRILinuxContainerResources {
    init(_ limits: ContainerConfiguration.Limits) {
        self.init()
        cpuShares = Int64(limits.cpuShares)
        cpuQuota = Int64(limits.cpuQuota)
        cpuPeriod = limits.cpuQuota > 0 ? 100_000 : 0
        memoryLimitInBytes = Int64(limits.memory)
        oomScoreAdj = Int64(limits.oomScoreAdjustment)
    }
}

extension CRILinuxContainerSecurityContext {
    /// Files of the kernel that a container must not read, or must not write: the kubelet's
    /// default, which a runtime leaves to whoever asks.
    private static let hidden = [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys",
        "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
        "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ]
    private static let unwritable = [
        "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
    ]

    init(_ security: ContainerConfiguration.Security) {
        self.init()
        privileged = security.isPrivileged
        if let user = security.user { runAsUser.value = Int64(user) }
        if let group = security.group { runAsGroup.value = Int64(group) }
        supplementalGroups = security.supplementalGroups.map(Int64.init)
        readonlyRootfs = security.hasReadOnlyRoot
        noNewPrivs = !security.allowsPrivilegeEscalation
        seccomp.profileType = .unconfined
        capabilities.addCapabilities = security.addedCapabilities
        capabilities.dropCapabilities = security.droppedCapabilities
        if !security.isPrivileged {
            maskedPaths = Self.hidden
            readonlyPaths = Self.unwritable
        }
    }
}
