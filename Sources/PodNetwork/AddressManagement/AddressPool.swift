import CNIProtocol
import NetworkAddress

/// Addresses to give out: a part of a subnet, without its gateway. One element of `ranges[n]`.
public struct AddressPool: Hashable, Sendable {
    /// The network that the addresses stand in.
    public let subnet: IPPrefix
    /// From the first to the last address that is given out.
    public let range: IPAddressRange
    /// The network's gateway, which is never given out; the subnet's first address by default.
    public let gateway: IPAddress

    /// A pool of a subnet, by default all of it: neither the network's own address nor, in version
    /// 4, the one for broadcast.
    ///
    /// The field is where these values stand, for errors.
    /// - Throws: code 7 when the subnet has no room for a gateway and an address, when it has host
    ///   bits, or when an address lies outside it.
    public init(_ field: ConfigurationField) throws(CNIError) {
        let written = try field["subnet"].required(
            as: InterfaceAddress.self, "a subnet like 10.244.1.0/24")
        let subnet = written.prefix
        guard written.address == subnet.base else {
            throw field["subnet"].invalid("a subnet without host bits, \(subnet)")
        }
        guard subnet.family.bitWidth - subnet.length >= 2,
            let lowest = subnet.first.advanced(by: 1),
            let highest = subnet.family == .ipv4 ? subnet.last.advanced(by: -1) : subnet.last
        else {
            throw field["subnet"].invalid(
                "a subnet with room for a gateway and a pod, "
                    + "/\(subnet.family.bitWidth - 2) or shorter")
        }
        self.subnet = subnet
        let start = try Self.address(field["rangeStart"], in: subnet) ?? lowest
        let end = try Self.address(field["rangeEnd"], in: subnet) ?? highest
        guard let range = IPAddressRange(first: start, last: end) else {
            throw field["rangeEnd"].invalid("an address that is not below rangeStart \(start)")
        }
        self.range = range
        gateway = try field["gateway"].address() ?? lowest
        guard gateway.family == subnet.family else {
            throw field["gateway"].invalid("an address of the family of \(subnet)")
        }
    }

    private static func address(
        _ field: ConfigurationField, in subnet: IPPrefix
    ) throws(CNIError) -> IPAddress? {
        guard let address = try field.address() else { return nil }
        guard subnet.contains(address) else { throw field.invalid("an address in \(subnet)") }
        return address
    }
}
