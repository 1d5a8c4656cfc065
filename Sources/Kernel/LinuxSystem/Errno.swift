import CLinux
import Glibc

/// An error number of the kernel.
public struct Errno: Hashable, Sendable, BitwiseCopyable {
    /// The number; 0 is no error.
    public var code: Int32

    /// The error of a number, as `errno` holds it.
    public init(code: Int32) { self.code = code }

    /// What the calling thread's last failed system call left. C: errno
    public static var current: Errno { Errno(code: Glibc.errno) }

    /// The name in C, such as `EEXIST`; of an unknown number `errno 999`.
    public var name: String {
        clinux_errno_name(code).map { String(cString: $0) } ?? "errno \(code)"
    }

    /// The message in lower case, such as `file exists`.
    public var message: String {
        guard let text = clinux_errno_message(code) else { return "unknown error" }
        let message = String(cString: text)
        // `RPC version wrong`, but `file exists`.
        let hasCapitals = message.prefix(2).allSatisfy(\.isUppercase)
        return hasCapitals ? message : message.prefix(1).lowercased() + message.dropFirst()
    }
}

extension Errno: CustomStringConvertible {
    /// `file exists (EEXIST)`.
    public var description: String { "\(message) (\(name))" }
}

extension Errno {
    /// Not permitted. C: EPERM
    public static let eperm = Errno(code: EPERM)
    /// No such file or directory. C: ENOENT
    public static let enoent = Errno(code: ENOENT)
    /// No such process. C: ESRCH
    public static let esrch = Errno(code: ESRCH)
    /// Interrupted. C: EINTR
    public static let eintr = Errno(code: EINTR)
    /// Input or output failed. C: EIO
    public static let eio = Errno(code: EIO)
    /// No such device or address. C: ENXIO
    public static let enxio = Errno(code: ENXIO)
    /// Not an open descriptor. C: EBADF
    public static let ebadf = Errno(code: EBADF)
    /// No child process. C: ECHILD
    public static let echild = Errno(code: ECHILD)
    /// Try again; the same as `EWOULDBLOCK`. C: EAGAIN
    public static let eagain = Errno(code: EAGAIN)
    /// No memory. C: ENOMEM
    public static let enomem = Errno(code: ENOMEM)
    /// Not allowed. C: EACCES
    public static let eacces = Errno(code: EACCES)
    /// Busy. C: EBUSY
    public static let ebusy = Errno(code: EBUSY)
    /// Not by this device. C: EXDEV
    public static let exdev = Errno(code: EXDEV)
    /// It exists. C: EEXIST
    public static let eexist = Errno(code: EEXIST)
    /// No such device. C: ENODEV
    public static let enodev = Errno(code: ENODEV)
    /// Not a directory. C: ENOTDIR
    public static let enotdir = Errno(code: ENOTDIR)
    /// A directory. C: EISDIR
    public static let eisdir = Errno(code: EISDIR)
    /// Invalid argument. C: EINVAL
    public static let einval = Errno(code: EINVAL)
    /// Too large a file. C: EFBIG
    public static let efbig = Errno(code: EFBIG)
    /// A symbolic link where none may be, or too many. C: ELOOP
    public static let eloop = Errno(code: ELOOP)
    /// The file system is read-only. C: EROFS
    public static let erofs = Errno(code: EROFS)
    /// The device is full. C: ENOSPC
    public static let enospc = Errno(code: ENOSPC)
    /// Nobody reads. C: EPIPE
    public static let epipe = Errno(code: EPIPE)
    /// Out of range. C: ERANGE
    public static let erange = Errno(code: ERANGE)
    /// Not empty. C: ENOTEMPTY
    public static let enotempty = Errno(code: ENOTEMPTY)
    /// Not what was expected in a message. C: EBADMSG
    public static let ebadmsg = Errno(code: EBADMSG)
    /// Longer than can be sent at once. C: EMSGSIZE
    public static let emsgsize = Errno(code: EMSGSIZE)
    /// Not supported. C: EOPNOTSUPP
    public static let eopnotsupp = Errno(code: EOPNOTSUPP)
    /// The family is not supported. C: EAFNOSUPPORT
    public static let eafnosupport = Errno(code: EAFNOSUPPORT)
    /// The address is in use. C: EADDRINUSE
    public static let eaddrinuse = Errno(code: EADDRINUSE)
    /// The address is not of this host. C: EADDRNOTAVAIL
    public static let eaddrnotavail = Errno(code: EADDRNOTAVAIL)
    /// The network is down. C: ENETDOWN
    public static let enetdown = Errno(code: ENETDOWN)
    /// The network can't be reached. C: ENETUNREACH
    public static let enetunreach = Errno(code: ENETUNREACH)
    /// The other side broke the connection. C: ECONNRESET
    public static let econnreset = Errno(code: ECONNRESET)
    /// No room: events or answers were lost. C: ENOBUFS
    public static let enobufs = Errno(code: ENOBUFS)
    /// Not connected. C: ENOTCONN
    public static let enotconn = Errno(code: ENOTCONN)
    /// The time is over. C: ETIMEDOUT
    public static let etimedout = Errno(code: ETIMEDOUT)
    /// Refused. C: ECONNREFUSED
    public static let econnrefused = Errno(code: ECONNREFUSED)
    /// The host can't be reached. C: EHOSTUNREACH
    public static let ehostunreach = Errno(code: EHOSTUNREACH)
    /// Under way. C: EINPROGRESS
    public static let einprogress = Errno(code: EINPROGRESS)
    /// Over the quota. C: EDQUOT
    public static let edquot = Errno(code: EDQUOT)
}
