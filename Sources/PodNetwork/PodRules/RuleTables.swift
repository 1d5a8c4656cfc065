import NetworkAddress
import Nftables

/// The tables and sets that pods' elements stand in.
enum RuleTables {
    /// What is routed.
    static let routed = TableReference(.inet, "martlet-cni")
    /// What passes through bridges.
    static let bridged = TableReference(.bridge, "martlet-cni")

    /// Whose elements are where; see `OwnerRecord`. A key is 64 bits and the record's number.
    static let owners = NftSet(
        "owners", in: routed, key: .types([.mark, .mark, .mark]),
        comment: "whose elements are where")

    /// Host ports that are taken: which conditions, which of the node's addresses (all bits zero
    /// for all of them), protocol, port.
    static func takenPorts(_ family: AddressFamily) -> NftSet {
        NftSet(
            "taken-ports" + suffix(family), in: routed,
            key: .types([.mark, address(family), .transportProtocol, .port]))
    }

    /// Addresses that are forwarded for, whatever iptables' policy says.
    static func forwarded(_ family: AddressFamily) -> NftSet {
        NftSet("forwarded" + suffix(family), in: routed, key: .fields(source(family)))
    }

    /// Addresses of pods with an ingress policy.
    static func policed(_ family: AddressFamily) -> NftSet {
        NftSet("policed" + suffix(family), in: routed, key: .fields(destination(family)))
    }

    /// Which bridge such a pod may be reached by all the same: its own.
    static func ownBridge(_ family: AddressFamily) -> NftSet {
        NftSet(
            "own-bridge" + suffix(family), in: routed,
            key: .fields(destination(family), .inputInterface))
    }

    /// Bridges whose pods have an ingress policy; they stay.
    static let policedBridges = NftSet(
        "policed-bridges", in: routed, key: .fields(.inputInterface),
        comment: "bridges whose pods have an ingress policy")

    /// Ports of bridges whose frames are looked at.
    static let checkedPorts = NftSet(
        "checked-ports", in: bridged, key: .fields(.inputInterface))

    /// The hardware addresses that may send there.
    static let allowedSenders = NftSet(
        "allowed-senders", in: bridged, key: .fields(.inputInterface, .etherSource))

    /// Addresses of pods that not even their own bridge's other ports reach.
    static func isolated(_ family: AddressFamily) -> NftSet {
        NftSet("isolated" + suffix(family), in: bridged, key: .fields(destination(family)))
    }

    /// nft's language knows no colon in names.
    static func name(_ prefix: IPPrefix) -> String {
        let bytes = prefix.description.utf8.map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "_") : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func suffix(_ family: AddressFamily) -> String { family == .ipv4 ? "4" : "6" }

    static func source(_ family: AddressFamily) -> Field {
        family == .ipv4 ? .ipSource : .ip6Source
    }

    static func destination(_ family: AddressFamily) -> Field {
        family == .ipv4 ? .ipDestination : .ip6Destination
    }

    static func address(_ family: AddressFamily) -> FieldType {
        family == .ipv4 ? .ipv4Address : .ipv6Address
    }

    /// That a packet is of a family.
    static func isOf(_ family: AddressFamily) -> Statement {
        // C: NFPROTO_IPV4, NFPROTO_IPV6
        .match(.networkProtocol, .equal, FieldBytes().byte(family == .ipv4 ? 2 : 10))
    }
}
