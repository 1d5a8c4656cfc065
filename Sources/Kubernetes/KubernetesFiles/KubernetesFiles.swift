// The room KubernetesFiles.
