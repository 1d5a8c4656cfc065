import CRIProtocol
import ContainerRuntime

/// Labels by which tools of the field find a pod's sandbox and containers.
enum PodLabel {
    static let name = "io.kubernetes.pod.name"
    static let namespace = "io.kubernetes.pod.namespace"
    static let uid = "io.kubernetes.pod.uid"
    static let container = "io.kubernetes.container.name"

    /// A sandbox's own, below what is given.
    static func labels(of sandbox: SandboxConfiguration) -> [String: String] {
        [name: sandbox.name, namespace: sandbox.namespace, uid: sandbox.uid]
    }
}

extension CRIPodSandboxConfig {
    /// What the runtime is told of a pod.
    package init(_ sandbox: SandboxConfiguration, cgroupParent: String) {
        self.init()
        metadata.name = sandbox.name
        metadata.uid = sandbox.uid
        metadata.namespace = sandbox.namespace
        metadata.attempt = UInt32(clamping: sandbox.attempt)
        // With the node's network goes the node's name; runc refuses to set it.
        hostname = sandbox.isHostNetwork ? "" : sandbox.hostname
        logDirectory = sandbox.logDirectory
        if sandbox.resolverFile != ResolverFile() {
            dnsConfig.servers = sandbox.resolverFile.servers
            dnsConfig.searches = sandbox.resolverFile.searches
            dnsConfig.options = sandbox.resolverFile.options
        }
        portMappings = sandbox.portMappings.map(CRIPortMapping.init)
        labels = PodLabel.labels(of: sandbox).merging(sandbox.labels) { $1 }
        annotations = sandbox.annotations
        linux.cgroupParent = cgroupParent
        linux.sysctls = sandbox.sysctls
        linux.securityContext.namespaceOptions = CRINamespaceOption(sandbox)
        linux.securityContext.privileged = sandbox.isPrivileged
        linux.securityContext.seccomp.profileType = .runtimeDefault
    }
}

extension CRINamespaceOption {
    /// Which namespaces a pod shares with the node, and its containers with each other.
    init(_ sandbox: SandboxConfiguration) {
        self.init()
        network = sandbox.isHostNetwork ? .node : .pod
        ipc = sandbox.isHostIPC ? .node : .pod
        pid = sandbox.isHostPID ? .node : sandbox.sharesProcesses ? .pod : .container
    }
}

extension CRIPortMapping {
    init(_ mapping: SandboxConfiguration.PortMapping) {
        self.init()
        `protocol` =
            switch mapping.transport {
            case "UDP": .udp
            case "SCTP": .sctp
            default: .tcp
            }
        containerPort = Int32(mapping.containerPort)
        hostPort = Int32(mapping.hostPort)
        hostIp = mapping.hostIP
    }
}
