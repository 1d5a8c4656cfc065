import NetworkAddress

/// A part of a rule as a person would say it; a rule is built from several.
///
/// ```swift
/// Rule(table, "services",
///     .vmap([.ipDestination, .l4Protocol, .destinationPort], "services"))
/// Rule(table, "pick-4",
///     .dnat(.map([.ipDestination, .l4Protocol, .destinationPort, .random(4)], "endpoints")))
/// ```
///
/// `nft` 1.0.6 aborts when the result of a map is used as a key or as a dynamic set's data: don't.
public indirect enum Statement: Hashable, Sendable {
    /// `tcp dport 80`, `meta mark != 0x1`.
    case match(Field, Comparison, FieldBytes)
    /// `ip saddr 10.0.0.0/8`.
    case matchPrefix(Field, Comparison, IPPrefix)
    /// `meta mark & mask == value`.
    case matchMasked(Field, mask: UInt32, Comparison, value: UInt32)
    /// `ct status dnat`: one of the bits is set; or, inverted, none is.
    case matchFlags(Field, UInt32, isInverted: Bool = false)
    /// `tcp dport 1000-2000`.
    case matchRange(Field, Comparison, FieldBytes, FieldBytes)
    /// `meta l4proto { tcp, udp }`.
    case matchAny(Field, [FieldBytes], isInverted: Bool = false)
    /// `iifname "veth*"`: a name that begins so.
    case matchNamePrefix(Field, Comparison, String)
    /// `ip saddr . ip daddr @hairpin`, inverted `!= @hairpin`.
    case lookup([Field], String, isInverted: Bool = false)
    /// `ip daddr . meta l4proto . th dport vmap @services`.
    case vmap([Field], String)
    /// `meta mark set …`.
    case set(SetTarget, SetSource)
    /// `update @affinity { ip saddr timeout 3h : ip daddr }`.
    case dynamic(
        DynamicOperation, String, key: [Field], timeoutMilliseconds: UInt64? = nil,
        data: [Field] = [], hasCounter: Bool = false)
    /// `counter`.
    case counter
    /// `dnat to …`.
    case dnat(NATTarget, NATFlags = [])
    /// `snat to …`.
    case snat(NATTarget, NATFlags = [])
    /// `masquerade`.
    case masquerade(NATFlags = [])
    /// `redirect to :80`; nil keeps the port.
    case redirect(Port?)
    /// `reject`.
    case reject(Rejection)
    /// `notrack`.
    case notrack
    /// `accept`, `goto chain` …
    case verdict(Verdict)
    /// `log prefix "…"`.
    case log(prefix: String)
    /// `limit rate 5/second burst 5 packets`.
    case limit(packets: UInt64, perSeconds: UInt64, burst: UInt32 = 5)
    /// `quota 10000 bytes`: holds until they have passed.
    case quota(bytes: UInt64)
    /// `counter name "total"`: a named object, by its type's number.
    case object(UInt32, String)
    /// The kernel's own step; registers are the writer's business.
    case raw(Expression)
}

/// What a rule can set on a packet or its connection.
public enum SetTarget: Hashable, Sendable {
    /// `meta mark set`
    case mark
    /// `meta priority set`
    case priority
    /// `ct mark set`
    case connectionMark
    /// `meta nftrace set`
    case trace
}

/// What is set.
public enum SetSource: Hashable, Sendable {
    case value(UInt32)
    /// What another field holds: `meta mark set ct mark`.
    case field(Field)
    /// The field itself or another one, with bits set: `meta mark | 0x4000`.
    case or(Field, UInt32)
    /// With only these bits kept: `meta mark & 0xffffbfff`.
    case and(Field, UInt32)
    /// With only some bits kept, and others set in place of the rest.
    case replace(Field, keeping: UInt32, with: UInt32)
    /// With bits turned: `meta mark ^ 0x4000`.
    case xor(Field, UInt32)
    /// What a map says for the fields.
    case map([Field], String)
}

/// Where a translation leads.
public enum NATTarget: Hashable, Sendable {
    case address(IPAddress)
    case endpoint(SocketEndpoint)
    /// To a map's `address . port`.
    case map([Field], String)
    /// To a map's `address`; the port stays.
    case addressMap([Field], String)
}
