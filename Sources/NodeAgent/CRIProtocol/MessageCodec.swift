import GRPCCore
import SwiftProtobuf

/// Carries messages of protocol buffers through gRPC, which hands out and takes raw bytes.
package struct MessageCodec<Message: SwiftProtobuf.Message>: MessageSerializer, MessageDeserializer
{
    package init() {}

    package func serialize<Bytes: GRPCContiguousBytes>(_ message: Message) throws -> Bytes {
        let bytes: [UInt8] = try message.serializedBytes()
        return Bytes(bytes)
    }

    package func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Message {
        try Message(serializedBytes: bytes.withUnsafeBytes { [UInt8]($0) })
    }
}
