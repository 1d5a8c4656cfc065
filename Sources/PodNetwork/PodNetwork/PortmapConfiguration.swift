import CNIProtocol
import NetworkAddress
import PodRules

/// The options of the plugin `portmap`, and the ports that the runtime asks for.
public struct PortmapConfiguration: Sendable {
    /// One port of the capability `portMappings`.
    public struct Mapping: Hashable, Sendable {
        /// The node's port.
        public var hostPort: Port
        /// The pod's port.
        public var podPort: Port
        /// What carries it.
        public var transport: TransportProtocol
        /// The node's address that takes it; nil is each of every family.
        public var hostAddress: IPAddress?
        /// The family that it is for; nil is each.
        public var family: AddressFamily?
    }

    /// The ports.
    public var mappings: [Mapping]
    /// Who is masqueraded: `snat` and `masqAll`.
    public var masquerading: HostPort.Masquerading
    /// The bit of a packet's mark that says so.
    public var markBit: Int
    /// What must hold of a packet of version 4.
    public var conditionsV4: [PacketCondition]
    /// What must hold of a packet of version 6.
    public var conditionsV6: [PacketCondition]

    /// Decodes the configuration.
    /// - Throws: code 7 for a value that cannot be; 2 for a condition that cannot be translated.
    public init(_ configuration: NetworkConfiguration) throws(CNIError) {
        let root = configuration.root
        let translatesSource = try root["snat"].optional(\.bool, "true or false") ?? true
        let isForAll = try root["masqAll"].flag()
        masquerading = translatesSource ? (isForAll ? .all : .local) : .none
        let bit = try root["markMasqBit"].integer(in: 0...31)
        let chain = try root["externalSetMarkChain"].string()
        guard bit == nil || chain == nil else {
            throw root["externalSetMarkChain"].invalid("nothing while markMasqBit is there")
        }
        markBit = bit ?? HostPort.defaultMarkBit
        let backend = try root["backend"].string() ?? ""
        guard ["", "iptables", "nftables"].contains(backend) else {
            throw root["backend"].invalid("iptables or nftables")
        }
        conditionsV4 = try PacketCondition.list(root["conditionsV4"], .ipv4)
        conditionsV6 = try PacketCondition.list(root["conditionsV6"], .ipv6)
        mappings = []
        for field in try configuration.runtimeConfig["portMappings"].elements() {
            mappings.append(try Mapping(field))
        }
    }

    /// The host ports that lead to a pod's addresses.
    public func hostPorts(to addresses: [InterfaceAddress]) -> [HostPort] {
        addresses.flatMap { address in
            mappings.filter { $0.family == nil || $0.family == address.family }.map { mapping in
                HostPort(
                    hostAddress: mapping.hostAddress, hostPort: mapping.hostPort,
                    transport: mapping.transport, podAddress: address, podPort: mapping.podPort,
                    masquerading: masquerading, markBit: markBit,
                    conditions: address.family == .ipv4 ? conditionsV4 : conditionsV6)
            }
        }
    }
}

extension PortmapConfiguration.Mapping {
    init(_ field: ConfigurationField) throws(CNIError) {
        hostPort = try Self.port(field["hostPort"])
        podPort = try Self.port(field["containerPort"])
        let name = try field["protocol"].required(\.string, "tcp, udp or sctp")
        guard let transport = TransportProtocol(name: name) else {
            throw field["protocol"].invalid("tcp, udp or sctp")
        }
        self.transport = transport
        let address = try field["hostIP"].address()
        family = address?.family
        hostAddress = address.flatMap { $0 == .any($0.family) ? nil : $0 }
    }

    private static func port(_ field: ConfigurationField) throws(CNIError) -> Port {
        guard let number = try field.integer(in: 1...65535) else {
            throw field.invalid("an integer from 1 to 65535")
        }
        return Port(rawValue: UInt16(number))
    }
}
