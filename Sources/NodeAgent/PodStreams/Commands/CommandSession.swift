import ContainerRuntime
import JSON
import RemoteStreams

/// A client and the command that it talks to, from the first byte to the exit code.
struct CommandSession: Sendable {
    var request: CommandRequest
    var streams: any CommandStreams
    var client: any CommandClient

    /// Returns when both are done.
    func run() async {
        let (streams, client, request) = (streams, client, request)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await client.run { await streams.cancel() } }
            if request.hasInput { group.addTask { await carryInput() } }
            if request.hasTerminal { group.addTask { await carrySizes() } }
            for await piece in streams.output {
                do { try await client.send(piece) } catch { await streams.cancel() }
            }
            await client.finish(await status())
            group.cancelAll()
        }
    }

    private func status() async -> JSON {
        do throws(RuntimeError) {
            let code = try await streams.wait()
            // Who attaches sees what the process writes; its end is nobody's failure.
            return request.command.isEmpty ? CommandStatus.success : CommandStatus.exited(code)
        } catch {
            return CommandStatus.failed("\(error)")
        }
    }

    private func carryInput() async {
        while let bytes = await client.input.take() {
            do { try await streams.write(bytes) } catch { break }
        }
        await streams.closeInput()
    }

    private func carrySizes() async {
        var rest: [UInt8] = []
        while let bytes = await client.sizes.take() {
            rest += bytes
            while let end = rest.firstIndex(of: UInt8(ascii: "}")) {
                let object = try? JSON(parsing: Array(rest[...end]))
                rest.removeFirst(end + 1)
                if let width = object?["Width"]?.int, let height = object?["Height"]?.int {
                    await streams.resize(
                        columns: UInt16(clamping: width), rows: UInt16(clamping: height))
                }
            }
        }
    }
}
