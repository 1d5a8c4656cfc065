import CRIRuntime
import NIOCore
import Testing

/// HTTP/2 frames by hand: length (3 bytes), type, flags, stream (4 bytes), payload.
@Suite struct PingTests {
    private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let data: [UInt8] = [0, 0, 5, 0, 0, 0, 0, 0, 1] + [6, 6, 6, 6, 6]
    private static let question: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    private static let answer: [UInt8] = [0, 0, 8, 6, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    private static let long: [UInt8] =
        [1, 0, 1, 0, 0, 0, 0, 0, 3] + Array(repeating: 6, count: 65537)

    /// All that comes through in pieces of a size: what goes by, and what is sent back.
    private func pass(_ bytes: [UInt8], pieces: Int) -> (passed: [UInt8], answers: [UInt8]) {
        var frames = PingFrames()
        var result: (passed: [UInt8], answers: [UInt8]) = ([], [])
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = bytes[start..<min(start + pieces, bytes.count)]
            let (passed, answers) = frames.receive(ByteBuffer(bytes: piece))
            result.passed += Array(passed.readableBytesView)
            result.answers += Array(answers.readableBytesView)
        }
        return result
    }

    @Test(arguments: [1, 2, 7, 9, 10, 17, 100, 1 << 20])
    func `questions are answered and taken out, everything else goes by`(pieces: Int) {
        let stream =
            Self.settings + Self.question + Self.data + Self.answer + Self.question + Self.long
            + Self.question
        let result = pass(stream, pieces: pieces)
        #expect(result.passed == Self.settings + Self.data + Self.answer + Self.long)
        #expect(result.answers == Self.answer + Self.answer + Self.answer)
    }

    @Test func `a question of a wrong length is left to HTTP/2`() {
        let wrong: [UInt8] = [0, 0, 2, 6, 0, 0, 0, 0, 0, 1, 2]
        let result = pass(wrong + Self.settings, pieces: 3)
        #expect(result.passed == wrong + Self.settings)
        #expect(result.answers.isEmpty)
    }
}
