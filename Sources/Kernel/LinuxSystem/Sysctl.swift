/// The kernel's settings below `/proc/sys`.
///
/// Those of `net/` are the ones of the **calling thread's** network namespace: use them inside
/// `NetworkNamespace.run`, or after `enter`.
public enum Sysctl {
    /// The value of a key such as `net/ipv4/conf/eth0.5/forwarding`, without its newline.
    public static func read(_ key: String) throws(SystemError) -> String {
        let text = try Files.readText("/proc/sys/" + key)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Sets a value; a value that stands already is not written again.
    public static func write(_ key: String, _ value: String) throws(SystemError) {
        // Some keys act on each write, and a container may see `/proc/sys` read-only.
        if let current = try? read(key), current == value { return }
        let file = try Descriptor(opening: "/proc/sys/" + key, [.writeOnly])
        do throws(SystemError) {
            try file.write(Array(value.utf8))
        } catch {
            throw SystemError(
                operation: "set sysctl \(key) to", subject: value, errno: error.errno)
        }
    }
}
