public import ImagePullCredentials

/// The credentials that a node adds to those of a Pod's pull secrets.
///
/// Nothing is looked for but what is given: files that were searched, providers, and, for those who want
/// more than the kubelet does, Docker's credential helpers.
///
/// ```swift
/// let node = NodeCredentials(files: NodeFiles().search(), providers: providers)
/// let answer = await node.ask(for: image, pod: pod)
/// answer.stack(below: podKeyring).credentials(for: image)
/// ```
public struct NodeCredentials: Sendable {
  /// The node's credential files.
  public var files: NodeFileSearch?
  /// The kubelet's credential providers.
  public var providers: CredentialProviders?
  /// Docker's credentials, helpers included. The kubelet does not use them.
  public var docker: DockerCredentials?

  /// The credentials of a node that has the parts given.
  public init(
    files: NodeFileSearch? = nil, providers: CredentialProviders? = nil,
    docker: DockerCredentials? = nil
  ) {
    self.files = files
    self.providers = providers
    self.docker = docker
  }

  /// Asks for one image. Executes the providers that match it, and a helper if there is one for its registry.
  public func ask(for image: ImageReference, pod: PodIdentity? = nil) async -> Answer {
    let docker = await docker?.ask(for: image)
    let providers = await providers?.ask(for: image, pod: pod)
    return Answer(files: files, providers: providers, docker: docker)
  }

  /// What a node has for one image.
  public struct Answer: Sendable {
    /// The search for files; nil if there was none.
    public let files: NodeFileSearch?
    /// What the providers said; nil if there are none.
    public let providers: CredentialProviders.Answer?
    /// What Docker would use; nil if that was not asked.
    public let docker: DockerCredentials.Answer?

    /// The node's keyrings in the order in which the kubelet asks them: files, then providers.
    /// (Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_image.go.)
    ///
    /// What a Docker credential helper gave comes before them, as it does for Docker. What Docker takes
    /// from `auths` comes there, too, unless it is from the file that the kubelet reads itself.
    public var keyrings: [Keyring] {
      [dockerKeyring, files?.keyring, providers?.keyring].compactMap { $0 }
    }

    /// A Pod's own keyring and below it the node's, which is what the kubelet tries.
    public func stack(below pod: Keyring) -> KeyringStack {
      KeyringStack([pod] + keyrings)
    }

    private var dockerKeyring: Keyring? {
      guard let docker, docker.source != files?.source else { return nil }
      return docker.keyring
    }
  }
}
