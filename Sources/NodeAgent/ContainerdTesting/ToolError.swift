import LinuxSystem

/// Runs a program to its end.
/// - Returns: what it printed.
@discardableResult
package func tool(_ executable: String, _ arguments: [String]) throws -> String {
    let output = try Descriptor.temporary()
    var program = ChildProcess.Program(executable, arguments)
    program.input = .null
    program.output = .descriptor(output.rawValue)
    program.error = .descriptor(output.rawValue)
    let child = try ChildProcess.spawn(program)
    let ending = try child.wait(timeout: .seconds(60))
    try output.rewind()
    let text = String(decoding: try output.readAll(), as: UTF8.self)
    guard ending == .exited(0) else {
        throw ToolError(command: arguments.joined(separator: " "), output: text)
    }
    return text
}

package struct ToolError: Error {
    package var command: String
    package var output: String
}
