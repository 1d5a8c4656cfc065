import CLinux
import Glibc

/// A network stack of its own: links, addresses, routes, firewall and sockets.
///
/// As long as this value lives, so does the namespace. A thread is in one namespace, and a socket
/// stays in the one it was opened in: open sockets in `run`, use them anywhere.
public final class NetworkNamespace: Sendable {
    private let file: Descriptor
    /// Where it was found: a path, or what it is.
    public let subject: String

    /// The descriptor, as netlink's `IFLA_NET_NS_FD` wants it; it stays owned by this value.
    public var descriptor: Int32 { file.rawValue }

    /// The number that tells namespaces apart while they live.
    public let inode: UInt64

    init(_ file: consuming Descriptor, subject: String) throws(SystemError) {
        // A file where a namespace once was mounted opens as well as any other.
        guard clinux_namespace_type(file.rawValue) == CloneFlags.network else {
            throw SystemError(
                operation: "open network namespace", subject: subject, errno: .einval)
        }
        inode = try Files.status(of: file, subject: subject).inode
        self.subject = subject
        self.file = file
    }

    /// The namespace mounted on a file, such as `/run/netns/blue` or `/proc/123/ns/net`.
    ///
    /// Throws EINVAL when the file is no network namespace, ENOENT when there is none.
    public convenience init(path: String) throws(SystemError) {
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(opening: path)
        } catch {
            throw SystemError(
                operation: "open network namespace", subject: path, errno: error.errno)
        }
        try self.init(file, subject: path)
    }

    /// The namespace that `ip netns` lists under a name.
    public convenience init(name: String) throws(SystemError) {
        try self.init(path: Self.path(named: name))
    }

    /// The namespace of a process.
    public convenience init(pid: Int32) throws(SystemError) {
        try self.init(path: "/proc/\(pid)/ns/net")
    }

    /// The namespace of the calling thread.
    public static func current() throws(SystemError) -> NetworkNamespace {
        try NetworkNamespace(path: "/proc/thread-self/ns/net")
    }

    /// Moves the calling thread in, for good. For threads that serve one namespace; everything
    /// else takes `run`. Sysctls and sockets of the thread are the namespace's from here on.
    public func enter() throws(SystemError) {
        let subject = subject
        try systemCall("enter network namespace", subject) {
            clinux_setns(file.rawValue, CloneFlags.network)
        }
    }

    /// Does something inside and waits for its end; the calling thread stays where it is.
    ///
    /// `setns` is per thread, so `body` runs on a thread made for it (0.4 ms).
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        try Self.onThread(named: "netns") {
            try self.enter()
            return try body()
        }
    }

    /// Runs a body on a new thread and brings back its result or its error.
    static func onThread<Result: Sendable>(
        named name: String, _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let outcome = Outcome<Result>()
        try SystemThread.spawn(name: name) {
            outcome.set(Swift.Result { try body() })
        }.join()
        return try outcome.get()
    }
}

extension NetworkNamespace: Equatable {
    /// Whether both are one namespace.
    public static func == (left: NetworkNamespace, right: NetworkNamespace) -> Bool {
        left.inode == right.inode
    }
}

/// What to make anew for a thread or a child. Glibc's header for Swift leaves these out.
enum CloneFlags {
    /// C: CLONE_NEWNET
    static let network: Int32 = 0x4000_0000
    /// C: CLONE_NEWNS
    static let mount: Int32 = 0x0002_0000
}
