/// The two families of Internet addresses.
public enum AddressFamily: Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// 32-bit addresses. C: AF_INET.
    case ipv4
    /// 128-bit addresses. C: AF_INET6.
    case ipv6

    /// How many bits an address of the family has: 32 or 128.
    @inlinable public var bitWidth: Int { self == .ipv4 ? 32 : 128 }

    /// How many bytes an address of the family has: 4 or 16.
    @inlinable public var byteCount: Int { bitWidth / 8 }
}

extension AddressFamily: CustomStringConvertible {
    /// `IPv4` or `IPv6`, as Kubernetes spells its `ipFamilies`.
    public var description: String { self == .ipv4 ? "IPv4" : "IPv6" }
}
