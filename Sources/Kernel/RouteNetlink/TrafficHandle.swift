/// Names a queueing discipline, a class of one, or a place where one hangs: `1:`, `1:2`, `root`.
public struct TrafficHandle: RawRepresentable, Hashable, Sendable {
    /// The number, major above minor. C: TC_H_MAKE
    public let rawValue: UInt32

    /// The handle of this number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The handle of two numbers.
    public init(_ major: UInt16, _ minor: UInt16 = 0) {
        rawValue = UInt32(major) << 16 | UInt32(minor)
    }

    /// None; the kernel chooses. C: TC_H_UNSPEC
    public static let none = TrafficHandle(rawValue: 0)
    /// Where what leaves a link passes. C: TC_H_ROOT
    public static let root = TrafficHandle(rawValue: 0xFFFF_FFFF)
    /// Where what arrives at a link passes. C: TC_H_INGRESS
    public static let ingress = TrafficHandle(rawValue: 0xFFFF_FFF1)
}

extension TrafficHandle: CustomStringConvertible {
    /// As `tc` writes it, in hexadecimal.
    public var description: String {
        if self == .root { return "root" }
        let major = String(rawValue >> 16, radix: 16)
        let minor = rawValue & 0xFFFF
        return minor == 0 ? "\(major):" : "\(major):\(String(minor, radix: 16))"
    }
}
