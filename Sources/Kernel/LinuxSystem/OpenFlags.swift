import Glibc

/// How a file is opened; unknown bits are kept.
public struct OpenFlags: OptionSet, Hashable, Sendable {
    /// The bits as `open` takes them.
    public let rawValue: Int32

    /// The flags of these bits.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// C: O_RDONLY
    public static let readOnly = OpenFlags(rawValue: O_RDONLY)
    /// C: O_WRONLY
    public static let writeOnly = OpenFlags(rawValue: O_WRONLY)
    /// C: O_RDWR
    public static let readWrite = OpenFlags(rawValue: O_RDWR)
    /// Create it when it is missing. C: O_CREAT
    public static let create = OpenFlags(rawValue: O_CREAT)
    /// Fail when it exists. C: O_EXCL
    public static let exclusive = OpenFlags(rawValue: O_EXCL)
    /// Empty it. C: O_TRUNC
    public static let truncate = OpenFlags(rawValue: O_TRUNC)
    /// Write at the end, always. C: O_APPEND
    public static let append = OpenFlags(rawValue: O_APPEND)
    /// Fail when it is no directory. C: O_DIRECTORY
    public static let directory = OpenFlags(rawValue: 0x1_0000)
    /// Fail when it is a symbolic link. C: O_NOFOLLOW
    public static let noFollow = OpenFlags(rawValue: 0x2_0000)
    /// Never wait. C: O_NONBLOCK
    public static let nonblocking = OpenFlags(rawValue: O_NONBLOCK)
}
