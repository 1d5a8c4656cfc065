import LinuxSystem

/// What goes through the pipe from a role to the one that started it: descriptor 3.
enum StartReport {
    static let descriptor: Int32 = 3

    /// Says that the container's command runs, or why it does not; the pipe ends with it.
    static func send(failure: String?) {
        let pipe = Descriptor(owning: descriptor)
        // Whoever started this is gone: it will look at the folder.
        try? pipe.write(Array((failure ?? running).utf8))
    }

    /// Waits for the other side's word.
    /// - Returns: why the container doesn't run; nil when it does.
    static func receive(_ pipe: borrowing Descriptor, from role: String) throws -> String? {
        let text = String(decoding: try pipe.readAll(), as: UTF8.self)
        if text == running { return nil }
        return text.isEmpty ? "the container's \(role) ended without a word" : text
    }

    private static let running = "\u{0}running"
}
