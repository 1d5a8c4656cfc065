import ArgumentParser
import CRIRuntime
import ContainerRuntime
import LinuxSystem
import Logging
import ProcessRuntime

/// What runs a node's pods.
struct RuntimeFlags: ParsableArguments {
    @Option(help: "cri: containerd and the like; process: namespaces and processes, for labs.")
    var runtime = "cri"

    @Option(help: "The socket of the container runtime.")
    var containerRuntimeEndpoint = "unix:///run/containerd/containerd.sock"

    @Option(help: "A folder of images for the runtime of processes, a small file each.")
    var processImages: String?

    @Option(help: "The program martlet-shim (default: beside this one).")
    var processShim: String?

    @Option(help: "Where network configurations are.")
    var cniConfDir = "/etc/cni/net.d"

    @Option(help: "Where network plugins are, with commas.")
    var cniBinDir = "/opt/cni/bin"

    func validate() throws {
        guard ["cri", "process"].contains(runtime) else {
            throw ValidationError("--runtime: \(runtime) is none of cri, process")
        }
    }

    /// The runtime.
    /// - Parameter root: the agent's folder.
    func make(root: String, _ logger: Logger) throws -> any ContainerRuntime {
        if runtime == "cri" {
            return try CRIRuntime(endpoint: containerRuntimeEndpoint, logger: logger)
        }
        let folder = Files.directory(of: try CurrentProcess.executablePath())
        var options = ProcessRuntime.Options(
            root: root + "/process", shim: processShim ?? folder + "/martlet-shim")
        options.images = processImages
        options.networkConfigurationFolder = cniConfDir
        options.networkPluginFolders = ServerOptions.list(cniBinDir)
        return try ProcessRuntime(options, logger: logger)
    }
}
