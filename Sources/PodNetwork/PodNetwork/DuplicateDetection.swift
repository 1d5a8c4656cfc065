import LinuxSystem

/// Whether a link asks first if somebody else has an address of version 6.
enum DuplicateDetection {
    /// Lets a link have its addresses at once, in the calling thread's namespace.
    ///
    /// It is set before the link has a carrier. The link-local address, which the kernel gives it
    /// then, would not be used for up to two seconds, and the node cannot ask for neighbours on
    /// behalf of others until it is.
    static func skip(on link: String) throws(SystemError) {
        try Sysctl.write("net/ipv6/conf/\(link)/accept_dad", "0")
    }
}
