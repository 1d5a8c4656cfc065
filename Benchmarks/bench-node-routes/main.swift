import LinuxSystem

// NodeRoutes.converge: from a Node written to the API server (the real one, over a store in memory)
// by its watch, the agent's cache and RouteKeeper to the route in the kernel of a namespace, which
// is when the kernel's own event tells it. NodeRoutes.change: one node's change by itself, beside a
// look at everything in the same run.
//
// bench-node-routes [NODES]

do {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
    print("NodeRoutes, \(count) nodes; ms")
    try await Convergence(count: count).run()
    try SingleChange(count: count).run()
} catch {
    try? StandardStream.error.write("bench-node-routes: \(error)\n")
    CurrentProcess.exit(1)
}
