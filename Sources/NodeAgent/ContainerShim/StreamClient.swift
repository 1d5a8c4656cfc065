import LinuxSystem

/// Somebody who attached to a container.
final class StreamClient {
    /// Who falls behind by more than this is let go.
    private static let limit = 4 << 20

    private let socket: Descriptor
    private var incoming: [UInt8] = []
    private var outgoing: [UInt8] = []
    private(set) var isGone = false
    private(set) var gaveInput = false

    init(_ socket: consuming Descriptor) { self.socket = socket }

    var descriptor: Int32 { socket.rawValue }
    var hasPending: Bool { !outgoing.isEmpty }

    func send(_ frame: StreamFrame) {
        outgoing += frame.encoded
        flushSome()
        if outgoing.count > Self.limit { isGone = true }
    }

    func flushSome() {
        while !outgoing.isEmpty {
            do {
                let count = try socket.writeSome(outgoing[...])
                if count == 0 { return }
                outgoing.removeFirst(count)
            } catch {
                isGone = true
                outgoing = []
            }
        }
    }

    func flush(within limit: Duration) {
        let deadline = Deadline(after: limit)
        flushSome()
        while hasPending, !deadline.isOver {
            let isReady = try? Poll.wait(socket.rawValue, .writable, timeout: deadline.remaining)
            guard isReady == true else { return }
            flushSome()
        }
    }

    /// What it sent; it is gone when it sends no more.
    func receive() -> [StreamFrame] {
        do throws(SystemError) {
            if try socket.read(into: &incoming, limit: 64 << 10) == 0 { isGone = true }
        } catch  where error.errno == .eagain {
            return []
        } catch {
            isGone = true
        }
        var frames: [StreamFrame] = []
        do throws(StreamFrameError) {
            while let frame = try StreamFrame.decode(from: &incoming) {
                if case .input = frame { gaveInput = true }
                frames.append(frame)
            }
        } catch {
            isGone = true
        }
        return frames
    }
}
