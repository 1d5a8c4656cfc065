import LinuxSystem

/// Work inside a namespace on the calling thread, which comes back afterwards.
///
/// Elsewhere a thread of its own goes there, since a thread that does not come back is lost to
/// all other work. The plugin has one thread and no other work: to start another, and to wait for
/// it twice, would be a tenth of an ADD.
enum NamespaceVisit {
    /// Runs the body inside.
    /// - Throws: what the body throws; what the system says when the thread cannot come back, after
    ///   which the caller must open nothing more.
    static func run<T>(in namespace: NetworkNamespace, _ body: () throws -> T) throws -> T {
        let home = try NetworkNamespace.current()
        try namespace.enter()
        let result = Result { try body() }
        try home.enter()
        return try result.get()
    }
}
