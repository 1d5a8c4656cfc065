import DNSMessage
import NetworkAddress

extension ZoneIndex {
    /// What the zones say to a question; nil when its name is in none of them.
    @inline(__always)
    public func lookup(_ message: Span<UInt8>, _ query: borrowing QueryScan) -> ZoneAnswer? {
        guard let place = zone(message, query) else { return nil }
        switch zones[place].kind {
        case .cluster: return lookupCluster(message, query, zone: place)
        default: return lookupReverse(message, query, zone: place)
        }
    }

    private func lookupCluster(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, zone: Int
    ) -> ZoneAnswer {
        let apex = zones[zone].labelCount
        let depth = query.labelCount &- apex
        guard depth > 0 else { return apexAnswer(query.type, zone: zone) }
        if isLabel(message, query, apex, KnownLabel.svc) {
            return lookupService(message, query, zone: zone, depth: depth)
        }
        if isLabel(message, query, apex, KnownLabel.pod) {
            return lookupPod(message, query, zone: zone, depth: depth)
        }
        if depth == 1, isLabel(message, query, apex, KnownLabel.version) {
            return present(.version, RecordType.txtNumber, query.type, zone: zone)
        }
        return lookupServer(message, query, zone: zone, depth: depth)
    }

    // <node…>.<service>.<namespace>.svc
    private func lookupService(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, zone: Int, depth: Int
    ) -> ZoneAnswer {
        let apex = zones[zone].labelCount
        guard depth > 1 else { return ZoneAnswer(.noData, zone: zone) }
        guard depth > 2 else {
            let exists = hasNamespace(message, query, apex &+ 1)
            return ZoneAnswer(exists ? .noData : .nameError, zone: zone)
        }
        let start = QueryScan.nameStart
        let key = start &+ query.labelStart(fromRoot: apex &+ 2)
        let end = start &+ query.labelStart(fromRoot: apex)
        guard let service = service(message, from: key, to: end), !service.isHidden,
            let node = service.node(message, from: start, to: key)
        else { return ZoneAnswer(.nameError, zone: zone) }
        if let set = service.set(of: query.type, at: node) {
            return ZoneAnswer(.set(service, set), zone: zone)
        }
        if query.type == RecordType.anyNumber, service.nodes[node].setCount > 0 {
            return ZoneAnswer(.any, zone: zone)
        }
        guard service.alias != nil else { return ZoneAnswer(.noData, zone: zone) }
        let isAny = query.type == RecordType.anyNumber
        return ZoneAnswer(isAny ? .any : .alias(service), zone: zone)
    }

    @inline(__always)
    func service(_ message: Span<UInt8>, from start: Int, to end: Int) -> ServiceEntry? {
        let hash = NameHash.of(message, from: start, to: end)
        let bucket = services.bucket(of: hash)
        var at = bucket.firstIndex(of: hash)
        while at < bucket.hashes.count, bucket.hashes[at] == hash {
            let service = bucket.entries[at]
            if isSame(message, from: start, to: end, as: service.key) { return service }
            at &+= 1
        }
        return nil
    }

    // <dashed address>.<namespace>.pod
    private func lookupPod(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, zone: Int, depth: Int
    ) -> ZoneAnswer {
        let apex = zones[zone].labelCount
        guard depth > 1 else { return ZoneAnswer(.noData, zone: zone) }
        guard pods != .disabled, depth < 4, hasNamespace(message, query, apex &+ 1) else {
            return ZoneAnswer(.nameError, zone: zone)
        }
        guard depth > 2 else { return ZoneAnswer(.noData, zone: zone) }
        let start = QueryScan.nameStart + 1
        guard let address = dashedAddress(message, from: start, count: Int(message[start - 1]))
        else { return ZoneAnswer(.nameError, zone: zone) }
        if pods == .verified, !hasPod(address, message, query, apex &+ 1) {
            return ZoneAnswer(.nameError, zone: zone)
        }
        let type = address.family == .ipv4 ? RecordType.aNumber : RecordType.aaaaNumber
        return present(.address(address), type, query.type, zone: zone)
    }

    private func hasPod(
        _ address: IPAddress, _ message: Span<UInt8>, _ query: borrowing QueryScan, _ label: Int
    ) -> Bool {
        let hash = NameHash.of(address)
        let bucket = podAddresses.bucket(of: hash)
        var at = bucket.firstIndex(of: hash)
        while at < bucket.hashes.count, bucket.hashes[at] == hash {
            let pod = bucket.entries[at]
            if pod.address == address, isLabel(message, query, label, pod.namespace.label) {
                return true
            }
            at += 1
        }
        return false
    }

    // ns.dns: the name server that NS and SOA name.
    func lookupServer(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, zone: Int, depth: Int
    ) -> ZoneAnswer {
        let apex = zones[zone].labelCount
        guard depth <= 2, isLabel(message, query, apex, KnownLabel.dns) else {
            return ZoneAnswer(.nameError, zone: zone)
        }
        guard depth == 2 else { return ZoneAnswer(.noData, zone: zone) }
        guard isLabel(message, query, apex + 1, KnownLabel.ns) else {
            return ZoneAnswer(.nameError, zone: zone)
        }
        let type = query.type
        let isIPv4 = type == RecordType.aNumber
        let isAsked = isIPv4 || type == RecordType.aaaaNumber
        guard isAsked, serverAddresses.contains(where: { ($0.family == .ipv4) == isIPv4 }) else {
            return ZoneAnswer(.noData, zone: zone)
        }
        return ZoneAnswer(.serverAddresses, zone: zone)
    }

    func apexAnswer(_ type: UInt16, zone: Int) -> ZoneAnswer {
        switch type {
        case RecordType.soaNumber: ZoneAnswer(.soa, zone: zone)
        case RecordType.nsNumber: ZoneAnswer(.nameServer, zone: zone)
        case RecordType.anyNumber: ZoneAnswer(.any, zone: zone)
        default: ZoneAnswer(.noData, zone: zone)
        }
    }

    /// A name that has records of one type alone.
    func present(
        _ content: ZoneAnswer.Content, _ type: UInt16, _ asked: UInt16, zone: Int
    ) -> ZoneAnswer {
        if asked == type { return ZoneAnswer(content, zone: zone) }
        return ZoneAnswer(asked == RecordType.anyNumber ? .any : .noData, zone: zone)
    }

    @inline(__always)
    private func hasNamespace(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, _ label: Int
    ) -> Bool {
        let start = QueryScan.nameStart &+ query.labelStart(fromRoot: label) &+ 1
        let end = start &+ Int(message[start &- 1])
        let hash = NameHash.of(message, from: start, to: end)
        let bucket = namespaces.bucket(of: hash)
        var at = bucket.firstIndex(of: hash)
        while at < bucket.hashes.count, bucket.hashes[at] == hash {
            if isSame(message, from: start, to: end, as: bucket.entries[at].label) { return true }
            at &+= 1
        }
        return false
    }

    @inline(__always)
    private func isLabel(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, _ label: Int, _ text: [UInt8]
    ) -> Bool {
        let start = QueryScan.nameStart &+ query.labelStart(fromRoot: label) &+ 1
        return isSame(message, from: start, to: start &+ Int(message[start &- 1]), as: text)
    }
}

/// The labels that the schema fixes, without their lengths.
enum KnownLabel {
    static let svc = Array("svc".utf8)
    static let pod = Array("pod".utf8)
    static let dns = Array("dns".utf8)
    static let ns = Array("ns".utf8)
    static let version = Array("dns-version".utf8)
}
