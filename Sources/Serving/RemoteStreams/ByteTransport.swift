import HTTPServer

/// Bytes both ways, in order: a connection, or what a tunnel makes of one.
public protocol ByteTransport: Sendable {
    /// What came next; nil when nothing more will come. For one task.
    func read() async -> [UInt8]?
    /// Sends bytes, whole and in order of the calls; waits while the other end does not read.
    func write(_ bytes: [UInt8]) async throws
    /// Ends it, both ways.
    func close()
}

extension HTTPConnection: ByteTransport {}

/// Joins two transports.
public enum ByteBridge {
    /// Carries bytes both ways until either end closes; then both are closed.
    public static func join(_ one: any ByteTransport, _ other: any ByteTransport) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await carry(from: one, to: other) }
            group.addTask { await carry(from: other, to: one) }
            await group.next()
            one.close()
            other.close()
        }
    }

    private static func carry(from source: any ByteTransport, to sink: any ByteTransport) async {
        while let bytes = await source.read() {
            do { try await sink.write(bytes) } catch { return }
        }
    }
}
