import ArgumentParser
import ClusterZone
import DNSMessage
import KubernetesFiles
import LinuxSystem
import NetworkAddress

/// The options that say what is served; named as CoreDNS's.
struct ZoneOptions: ParsableArguments {
    @Option(help: "File or folder of Kubernetes objects in YAML or JSON.")
    var from: String?

    @Option(help: "Follow the API server of a kubeconfig (default: the one that a pod runs under).")
    var kubeconfig: String?

    @Option(help: "Follow the API server at this URL; overrides the kubeconfig's.")
    var master: String?

    @Option(help: "The cluster's zone.")
    var zone = "cluster.local"

    @Option(help: "A zone of addresses; give it again for more (default: in-addr.arpa, ip6.arpa).")
    var reverseZone: [String] = []

    @Option(help: "Time to live of records, in seconds, 0 to 3600.")
    var ttl: UInt32 = 5

    @Option(help: "Names of pods: disabled, insecure or verified.")
    var pods = PodNames.disabled

    @Option(help: "The namespaces that are shown, with commas between (default: all).")
    var namespaces: String?

    @Flag(help: "Call an endpoint without a hostname as its pod, not as its address.")
    var endpointPodNames = false

    @Flag(help: "A Service with a cluster IP but without ready endpoints does not exist.")
    var ignoreEmptyService = false

    func origin() throws -> ObjectOrigin {
        try ObjectOrigin(
            ObjectOrigin.Options(from: from, kubeconfig: kubeconfig, master: master),
            environment: Environment.value)
    }

    func configuration(serverAddresses: [IPAddress] = []) throws -> ZoneConfiguration {
        guard ttl <= 3600 else {
            throw ValidationError("--ttl \(ttl): expected a number from 0 to 3600")
        }
        var configuration = ZoneConfiguration(zone: try Self.zone(zone, "--zone"))
        if !reverseZone.isEmpty {
            configuration.reverseZones = try reverseZone.map {
                try Self.zone($0, "--reverse-zone")
            }
        }
        configuration.ttl = ttl
        configuration.pods = pods
        configuration.namespaces = namespaces.map {
            Set($0.split(separator: ",").map(String.init))
        }
        configuration.endpointPodNames = endpointPodNames
        configuration.ignoreEmptyService = ignoreEmptyService
        configuration.serverAddresses = serverAddresses
        return configuration
    }

    /// A zone's name in letters, digits, dashes and underscores; `.` is the root.
    static func zone(_ text: String, _ option: String) throws -> DNSName {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, let name = DNSName(text), option != "--zone" || name != .root else {
            throw ValidationError(
                "\(option) \"\(text)\": expected a domain name such as cluster.local")
        }
        return name
    }
}

extension PodNames: ExpressibleByArgument {}
