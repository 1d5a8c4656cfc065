import CNIProtocol

extension Bandwidth {
    /// Reads `ingressRate`, `ingressBurst`, `egressRate` and `egressBurst`, in bits: of the
    /// configuration itself, or, where it has none of them, of `runtimeConfig.bandwidth`.
    ///
    /// - Throws: code 7 for a value that cannot be; 2 for subnets, which only versions 1.5 of
    ///   the reference plugin had.
    public init(_ configuration: NetworkConfiguration) throws(CNIError) {
        let root = configuration.root
        let isInline = Self.names.contains { root[$0].isPresent }
        try self.init(limits: isInline ? root : configuration.runtimeConfig["bandwidth"])
    }

    /// Reads the same four of one object.
    public init(limits field: ConfigurationField) throws(CNIError) {
        if let value = field.value, value.kind != .object { throw field.invalid("an object") }
        for name in ["unshapedSubnets", "shapedSubnets"]
        where try !field[name].elements().isEmpty {
            throw CNIError(
                .unsupportedField, "\(field[name].path) is not supported",
                details: "remove it: what leaves and what arrives is shaped whole")
        }
        self.init(
            ingress: try Self.limit(field, "ingress"), egress: try Self.limit(field, "egress"))
    }

    private static let names = [
        "ingressRate", "ingressBurst", "egressRate", "egressBurst", "unshapedSubnets",
        "shapedSubnets",
    ]

    /// A direction's limit; nil when its rate and burst are missing or 0.
    private static func limit(
        _ field: ConfigurationField, _ direction: String
    ) throws(CNIError) -> Limit? {
        let rate = field["\(direction)Rate"]
        let burst = field["\(direction)Burst"]
        let bits = (
            rate: try rate.integer(in: 0...Int.max) ?? 0,
            burst: try burst.integer(in: 0...Int.max) ?? 0
        )
        if bits.rate == 0, bits.burst == 0 { return nil }
        guard bits.rate >= 8 else {
            throw rate.invalid("a rate of at least 8 bits a second beside \(burst.path)")
        }
        guard bits.burst >= 8, bits.burst / 8 < Int(UInt32.max) else {
            throw burst.invalid("a burst of 8 bits to 4 GiB beside \(rate.path)")
        }
        return Limit(rate: UInt64(bits.rate), burst: UInt64(bits.burst))
    }
}
