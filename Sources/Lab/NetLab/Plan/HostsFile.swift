import KubernetesAPI
import NetworkAddress

/// A pod's `/etc/hosts`, as a kubelet writes it.
package enum HostsFile {
    /// - Parameter addresses: the pod's own, in the order of its status.
    package static func text(for pod: Pod, addresses: [IPAddress], domain: String) -> String {
        var lines = [
            "127.0.0.1\tlocalhost",
            "::1\tlocalhost ip6-localhost ip6-loopback",
            "fe00::0\tip6-localnet",
            "fe00::0\tip6-mcastprefix",
            "fe00::1\tip6-allnodes",
            "fe00::2\tip6-allrouters",
        ]
        let host = pod.hostNameInPod
        let subdomain = pod.spec.subdomain
        let names =
            subdomain.isEmpty
            ? host : "\(host).\(subdomain).\(pod.metadata.namespace).svc.\(domain)\t\(host)"
        lines += addresses.map { "\($0)\t\(names)" }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension Pod {
    /// What `hostname` says in the pod: `spec.hostname`, else its name.
    package var hostNameInPod: String { spec.hostname.isEmpty ? metadata.name : spec.hostname }
}
