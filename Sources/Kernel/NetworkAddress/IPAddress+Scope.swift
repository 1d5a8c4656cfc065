extension IPAddress {
    /// Within `127.0.0.0/8`, or `::1`.
    public var isLoopback: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 24 == 127
        case .v6(let address): address == .loopback
        }
    }

    /// `0.0.0.0` or `::`.
    public var isUnspecified: Bool { rawValue == 0 }

    /// Within `224.0.0.0/4` or `ff00::/8`.
    public var isMulticast: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 28 == 0xE
        case .v6(let address): address.high >> 56 == 0xFF
        }
    }

    /// Within `169.254.0.0/16` or `fe80::/10`.
    public var isLinkLocal: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 16 == 0xA9FE
        case .v6(let address): address.high >> 54 == 0x3FA
        }
    }
}
