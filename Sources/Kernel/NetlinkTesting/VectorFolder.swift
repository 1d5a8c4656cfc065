import LinuxSystem
import Netlink

/// A suite's captured messages: `*.hex` files, a message a line, comments after `#`.
public struct VectorFolder: Sendable {
    /// A file that can't be read as messages.
    public struct Fault: Error, CustomStringConvertible {
        /// The file and what is wrong with it.
        public var description: String
    }

    private let path: String

    /// The folder `Vectors` beside a source file.
    public init(beside file: String) { path = Files.directory(of: file) + "/Vectors" }

    /// Every message of a file, in its order; the name goes without its ending.
    public func messages(_ name: String) throws -> [NetlinkMessage] {
        let text = try Files.readText("\(path)/\(name).hex")
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap { line in
            try NetlinkMessage.decode(try VectorFolder.bytes(line, name))
        }
    }

    /// The files, without their ending.
    public func names() throws -> [String] {
        try Files.list(path).filter { $0.hasSuffix(".hex") }.map { String($0.dropLast(4)) }
            .sorted()
    }

    private static func bytes(_ hex: Substring, _ name: String) throws -> [UInt8] {
        var digits = hex[...]
        var bytes: [UInt8] = []
        while digits.count >= 2 {
            guard let byte = UInt8(digits.prefix(2), radix: 16) else {
                throw Fault(description: "\(name).hex: expected hexadecimal digits: \(digits)")
            }
            bytes.append(byte)
            digits = digits.dropFirst(2)
        }
        guard digits.isEmpty else { throw Fault(description: "\(name).hex: half a byte") }
        return bytes
    }
}
