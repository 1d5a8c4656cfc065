import CNIProtocol
import NetworkAddress
import Nftables

extension PodRuleTable {
    /// All rules that are in the kernel, by owner: what their elements say, and no more.
    public func observe() throws(CNIError) -> [AttachmentRules] {
        let records = try records()
        return try applying("read the pods' rules") {
            let maps = try layoutSets().filter { $0.data != nil && $0.table == RuleTables.routed }
            var targets: [String: [FieldBytes: ElementData]] = [:]
            for map in maps {
                let elements = try socket.elements(of: map)
                targets[map.name] = Dictionary(
                    elements.compactMap { element in
                        element.data.map { (element.key, $0) }
                    }, uniquingKeysWith: { first, _ in first })
            }
            return records.map { record in
                var observed = ObservedRecord(record, targets)
                return observed.rules()
            }
        }
    }
}

/// A record read back as the rules that it was made from.
struct ObservedRecord {
    let record: OwnerRecord
    let targets: [String: [FieldBytes: ElementData]]
    private var result: AttachmentRules

    init(_ record: OwnerRecord, _ targets: [String: [FieldBytes: ElementData]]) {
        self.record = record
        self.targets = targets
        result = AttachmentRules(owner: record.owner)
        result.namespacePath = record.namespacePath
    }

    mutating func rules() -> AttachmentRules {
        for entry in record.entries {
            for key in entry.keys { add(key.array, key, entry) }
        }
        addSpoofChecks()
        addIngress()
        return result
    }

    private mutating func add(_ bytes: [UInt8], _ key: FieldBytes, _ entry: OwnerRecord.Entry) {
        if let length = PodSubnet.prefixLength(ofSet: entry.set) {
            if let address = IPAddress(bytes: bytes),
                let address = InterfaceAddress(address: address, prefixLength: length)
            {
                result.masquerades.append(address)
            }
        } else if entry.set.hasPrefix("forwarded") {
            if let address = IPAddress(bytes: bytes) { result.forwards.append(address) }
        } else if let group = HostPortGroup(set: entry.set) {
            if let port = hostPort(bytes, group, targets[entry.set]?[key]) {
                result.hostPorts.append(port)
            }
        }
    }

    private func hostPort(
        _ bytes: [UInt8], _ group: HostPortGroup, _ target: ElementData?
    ) -> HostPort? {
        let length = group.family == .ipv4 ? 4 : 16
        guard case .value(let value) = target, value.array.count == length + 4,
            let address = IPAddress(bytes: value.array.prefix(length)),
            let address = InterfaceAddress(address: address, prefixLength: group.network.length),
            bytes.count == 8 || bytes.count == length + 8
        else { return nil }
        let end = Array(bytes.suffix(8))
        return HostPort(
            hostAddress: bytes.count == 8 ? nil : IPAddress(bytes: bytes.prefix(length)),
            hostPort: Self.port(end[4...]), transport: TransportProtocol(number: end[0]),
            podAddress: address, podPort: Self.port(value.array.suffix(4)),
            masquerading: group.masquerading, markBit: group.markBit,
            conditions: group.conditions)
    }

    private static func port(_ bytes: ArraySlice<UInt8>) -> Port {
        Port(rawValue: bytes.prefix(2).reduce(0) { $0 << 8 | UInt16($1) })
    }

    private static func name(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private func keys(_ set: String) -> [[UInt8]] {
        record.entries.filter { $0.set == set }.flatMap(\.keys).map(\.array)
    }

    private mutating func addSpoofChecks() {
        for key in keys(RuleTables.allowedSenders.name) where key.count >= 22 {
            if let address = MACAddress(bytes: Array(key[16..<22])) {
                result.spoofChecks.append(
                    SpoofCheck(port: Self.name(key.prefix(16)), address: address))
            }
        }
    }

    private mutating func addIngress() {
        for family in [AddressFamily.ipv4, .ipv6] {
            let length = family == .ipv4 ? 4 : 16
            let homes = keys(RuleTables.ownBridge(family).name)
            for key in keys(RuleTables.policed(family).name) {
                guard let address = IPAddress(bytes: key.prefix(length)) else { continue }
                let home = homes.first { $0.starts(with: key.prefix(length)) }
                result.ingress.append(
                    IngressRule(
                        policy: home == nil ? .isolated : .sameBridge, address: address,
                        bridge: home.map { Self.name($0.dropFirst(length)) } ?? ""))
            }
        }
    }
}
