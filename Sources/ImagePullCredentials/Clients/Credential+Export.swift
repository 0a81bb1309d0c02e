extension ImageReference {
  /// The registry key under which every ``RegistryClient`` uses a credential for this image: the registry, or
  /// Docker's key for Docker Hub. Nil for a name whose first part only looks like a registry.
  public var portableRegistryKey: String? {
    if isDockerHub { return DockerKeys.dockerHubKey }
    return registry.isEmpty ? nil : registry
  }
}

extension Credential {
  /// The credential, tokens included, under a key of the caller's choice, to be written to a file.
  ///
  /// A key such as `*.example.com` means nothing to clients other than the kubelet; with
  /// ``ImageReference/portableRegistryKey`` they can try what the kubelet would.
  public func entry(registryKey: String) -> DockerConfig.Entry {
    DockerConfig.Entry(
      registryKey: registryKey, username: username, password: revealPassword(), email: email,
      identityToken: entry.revealIdentityToken(), registryToken: entry.revealRegistryToken())
  }
}
