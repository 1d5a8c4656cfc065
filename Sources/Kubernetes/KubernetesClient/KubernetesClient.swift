// The room KubernetesClient.
