import Foundation
import LinuxSystem

// What issue 4 asks of a cluster at work: how long from one thing to the next.
// Slices: pod Ready → EndpointSlice at a watcher, in a cluster of 1,000 Services and 10,000 pods.
// Programming: EndpointSlice → the kernels of three nodes; kubectl apply → first answer by name.
//
// bench-cluster [slices] [programming]: as root; the second part brings a lab up.

do {
    let parts = Set(CommandLine.arguments.dropFirst())
    print("Everything on one machine with \(SystemThread.processorCount) processors.\n")
    if parts.isEmpty || parts.contains("slices") { try await Slices().run() }
    if parts.isEmpty || parts.contains("programming") { try await Programming().run() }
} catch {
    FileHandle.standardError.write(Data("bench-cluster: \(error)\n".utf8))
    exit(1)
}
