import NetworkAddress

extension RuleBuilder {
    /// `dnat` (type 1) or `snat` (type 0).
    mutating func appendNAT(type: UInt32, _ target: NATTarget, _ flags: NATFlags) {
        var flags = flags
        var port: Register?
        let targetFamily: AddressFamily
        switch target {
        case .address(let address):
            targetFamily = address.family
            immediate(0, address.bytes)
        case .endpoint(let endpoint):
            targetFamily = endpoint.address.family
            immediate(0, endpoint.address.bytes)
            let index = endpoint.address.bytes.count / 4
            immediate(index, Array(FieldBytes().port(endpoint.port).array.prefix(2)))
            port = .word(index)
        case .map(let fields, let map), .addressMap(let fields, let map):
            targetFamily = addressFamily(fields)
            load(fields)
            append(.lookup(LookupExpression(set: map, source: .word(0), destination: .word(0))))
            if case .map = target { port = .word(targetFamily == .ipv4 ? 1 : 4) }
        }
        flags.insert(.addresses)
        if port != nil { flags.insert(.ports) }
        append(
            .nat(
                NATExpression(
                    type: type, family: targetFamily == .ipv4 ? 2 : 10, address: .word(0),
                    lastAddress: .word(0), port: port, lastPort: port, flags: flags)))
    }

    mutating func appendRedirect(_ port: Port?) {
        guard let port else { return append(.redirect(RedirectExpression())) }
        immediate(0, Array(FieldBytes().port(port).array.prefix(2)))
        append(
            .redirect(
                RedirectExpression(port: .word(0), lastPort: .word(0), flags: .ports)))
    }

    private mutating func immediate(_ index: Int, _ bytes: [UInt8]) {
        append(.immediate(ImmediateExpression(.word(index), .value(bytes))))
    }

    /// The family that a map's addresses have: the table's, or that of the key's addresses.
    private func addressFamily(_ fields: [Field]) -> AddressFamily {
        switch family {
        case .ip: .ipv4
        case .ip6: .ipv6
        default: fields.contains { $0.type == .ipv6Address } ? .ipv6 : .ipv4
        }
    }
}
