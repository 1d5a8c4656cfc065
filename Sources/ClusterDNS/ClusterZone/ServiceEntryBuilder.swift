import DNSMessage
import NetworkAddress

/// Encodes a `ServicePlan`: the names' labels, and the records behind each possible question.
struct ServiceEntryBuilder {
    let key: [UInt8]
    let alias: DNSName?
    private(set) var nodes: [AnswerNode] = []
    private(set) var sets: [AnswerSet] = []
    private(set) var bytes: [UInt8] = []
    /// The place in `nodes` of each node of the plan; nil for one that is no name.
    private(set) var places: [Int?] = []
    private let ttl: UInt32
    // `svc` and the zone on the wire: what stands behind the key in every name.
    private let tail: [UInt8]

    init(_ plan: ServicePlan, key: [UInt8], _ configuration: ZoneConfiguration) {
        self.key = key
        alias = plan.alias
        ttl = configuration.ttl
        tail = [3] + Array("svc".utf8) + configuration.zone.wire
        let labels = plan.nodes.map { wire($0.labels) }
        for (node, labels) in zip(plan.nodes, labels) {
            guard let labels else { continue }
            add(node, labels: labels, in: plan)
        }
        sortNodes(planned: labels)
    }

    // The labels below the Service on the wire, or nil when the whole name would be too long.
    private func wire(_ labels: [String]) -> [UInt8]? {
        guard let name = DNSName(labels: labels.map(\.utf8)) else { return nil }
        let below = Array(name.wire.dropLast())
        return below.count + key.count + tail.count <= DNSName.maximumSize ? below : nil
    }

    private mutating func add(
        _ node: ServicePlan.Node, labels: [UInt8], in plan: ServicePlan
    ) {
        let firstSet = sets.count
        addAddresses(node.addresses)
        let questionEnd = Header.size + labels.count + key.count + tail.count + 4
        addTargets(node.targets, in: plan, questionEnd: questionEnd)
        nodes.append(
            AnswerNode(
                hash: NameHash.of(labels), start: UInt32(bytes.count), size: UInt16(labels.count),
                setCount: UInt16(sets.count - firstSet), firstSet: UInt32(firstSet)))
        bytes += labels
    }

    private mutating func addAddresses(_ addresses: [IPAddress]) {
        for (family, type) in [
            (AddressFamily.ipv4, RecordType.aNumber), (.ipv6, RecordType.aaaaNumber),
        ] {
            let records = addresses.filter { $0.family == family }
            guard !records.isEmpty else { continue }
            let start = bytes.count
            for address in records { appendAddress(address, owner: Header.size) }
            let size = UInt32(bytes.count - start)
            sets.append(
                AnswerSet(
                    type: type, recordSize: UInt16(12 + family.byteCount),
                    answers: UInt32(records.count), additional: 0, start: UInt32(start),
                    answerSize: size, size: size))
        }
    }

    private mutating func addTargets(
        _ targets: [ServicePlan.Target], in plan: ServicePlan, questionEnd: Int
    ) {
        let names = targets.compactMap { target in
            wire(plan.nodes[target.node].labels).map { (target, $0) }
        }
        guard !names.isEmpty else { return }
        let start = bytes.count
        let weight = UInt16(max(1, 100 / names.count))
        var owners: [(node: Int, offset: Int)] = []
        var seen: Set<Int> = []
        for (target, labels) in names {
            // Owner, type, class, TTL, size; then priority, weight, port and target (RFC 2782).
            append16(0xC000 | UInt16(Header.size))
            append16(RecordType.srvNumber)
            append16(1)
            append32(ttl)
            append16(UInt16(6 + labels.count + key.count + tail.count))
            append16(0)
            append16(weight)
            append16(target.port)
            let offset = questionEnd + bytes.count - start
            if seen.insert(target.node).inserted { owners.append((target.node, offset)) }
            bytes += labels
            bytes += key
            bytes += tail
        }
        let answerSize = bytes.count - start
        var additional = 0
        for owner in owners where owner.offset < 0x4000 {
            for address in plan.nodes[owner.node].addresses {
                appendAddress(address, owner: owner.offset)
                additional += 1
            }
        }
        sets.append(
            AnswerSet(
                type: RecordType.srvNumber, recordSize: 0, answers: UInt32(names.count),
                additional: UInt32(additional), start: UInt32(start),
                answerSize: UInt32(answerSize), size: UInt32(bytes.count - start)))
    }

    private mutating func appendAddress(_ address: IPAddress, owner: Int) {
        append16(0xC000 | UInt16(owner))
        append16(address.family == .ipv4 ? RecordType.aNumber : RecordType.aaaaNumber)
        append16(1)
        append32(ttl)
        append16(UInt16(address.family.byteCount))
        address.append(to: &bytes)
    }

    private mutating func append16(_ value: UInt16) {
        bytes.append(UInt8(value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private mutating func append32(_ value: UInt32) {
        append16(UInt16(value >> 16))
        append16(UInt16(truncatingIfNeeded: value))
    }

    // By hash for the search; `places` remembers where each node of the plan went.
    private mutating func sortNodes(planned: [[UInt8]?]) {
        let order = nodes.indices.sorted { nodes[$0].hash < nodes[$1].hash }
        var place = [Int](repeating: 0, count: nodes.count)
        for (at, old) in order.enumerated() { place[old] = at }
        nodes = order.map { nodes[$0] }
        var next = 0
        for labels in planned {
            places.append(labels == nil ? nil : place[next])
            if labels != nil { next += 1 }
        }
    }
}
