import CNIProtocol
import LinuxSystem
import RouteNetlink

/// A pod's namespace, with a socket that was opened in it.
struct PodNamespace {
    let namespace: NetworkNamespace
    let socket: RouteSocket

    /// Opens the namespace that a runtime names.
    /// - Throws: code 4 when there is none at the path.
    init(path: String) throws(CNIError) {
        do {
            namespace = try NetworkNamespace(path: path)
        } catch {
            throw CNIError(.invalidEnvironment, "CNI_NETNS: \(error)")
        }
        socket = try Self.socket(in: namespace)
    }

    /// The namespace at a path; nil when it is gone, as it may be for DEL.
    init?(ifPresent path: String) throws(CNIError) {
        guard !path.isEmpty, let namespace = try? NetworkNamespace(path: path) else { return nil }
        self.namespace = namespace
        socket = try Self.socket(in: namespace)
    }

    private static func socket(in namespace: NetworkNamespace) throws(CNIError) -> RouteSocket {
        try CNIError.applying("open a socket in \(namespace.subject)") {
            try NamespaceVisit.run(in: namespace) { try RouteSocket() }
        }
    }

    /// Makes sure that there is no interface of a name yet.
    /// - Throws: code 103 when there is.
    func requireAbsent(_ name: String) throws(CNIError) {
        let link = try CNIError.applying("look for \(name)") { try socket.link(named: name) }
        guard link == nil else {
            throw CNIError(.alreadyExists, "the pod has an interface \(name) already")
        }
    }

    /// Lets an interface have addresses of version 6; at once, unless it is to ask first: nobody
    /// else can have them, so duplicate address detection would only delay the pod.
    func prepareIPv6(_ name: String, detectsDuplicates: Bool) throws {
        try NamespaceVisit.run(in: namespace) {
            let base = "net/ipv6/conf/\(name)"
            try Sysctl.write("\(base)/disable_ipv6", "0")
            try Sysctl.write("\(base)/accept_dad", detectsDuplicates ? "1" : "0")
            if detectsDuplicates { try Sysctl.write("\(base)/enhanced_dad", "1") }
        }
    }
}
