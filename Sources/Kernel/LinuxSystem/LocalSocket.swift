import CLinux

/// Sockets that are files: streams between processes of one machine. C: AF_UNIX
///
/// A path of more than 107 bytes doesn't fit into an address; these find such ones by way of
/// their folder's descriptor.
public enum LocalSocket {
    /// Listens at a path that must not exist.
    public static func listen(at path: String) throws(SystemError) -> Descriptor {
        let folder = try Descriptor(opening: Files.directory(of: path), [.directory])
        let short = "/proc/self/fd/\(folder.rawValue)/\(Files.name(of: path))"
        return Descriptor(
            owning: try systemCall("listen at", path) { clinux_local_listen(short) })
    }

    /// Connects to a path.
    public static func connect(to path: String) throws(SystemError) -> Descriptor {
        let folder = try Descriptor(opening: Files.directory(of: path), [.directory])
        let short = "/proc/self/fd/\(folder.rawValue)/\(Files.name(of: path))"
        return Descriptor(
            owning: try systemCall("connect to", path) { clinux_local_connect(short) })
    }

    /// Takes a connection that waits; nil when none does. It is nonblocking.
    public static func accept(_ listener: borrowing Descriptor) -> Descriptor? {
        let number = clinux_accept(listener.rawValue, nil, nil)
        return number >= 0 ? Descriptor(owning: number) : nil
    }
}
