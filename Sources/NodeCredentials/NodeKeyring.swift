public import ImagePullCredentials

/// The credentials that a node adds to those of a Pod's pull secrets.
///
/// Nothing is looked for but what is given: files that were searched, providers, and, for those who want
/// more than the kubelet does, Docker's credential helpers.
///
/// ```swift
/// let node = NodeKeyring(files: NodeFiles().search(), providers: providers)
/// let answer = await node.lookUp(image, for: pod)
/// for credential in Array(podKeyring.credentials(for: image)) + answer.credentials { … }
/// ```
public struct NodeKeyring: Sendable {
  /// The node's credential files.
  public var files: NodeFileSearch?
  /// The kubelet's credential providers.
  public var providers: CredentialProviders?
  /// Docker's credentials, helpers included. The kubelet does not use them.
  public var docker: DockerCredentials?

  /// The credentials of a node that has the parts given.
  ///
  /// - Parameters:
  ///   - files: The node's credential files: ``NodeFiles/search()``.
  ///   - providers: The kubelet's credential providers.
  ///   - docker: Docker's credentials, which the kubelet does not use.
  public init(
    files: NodeFileSearch? = nil, providers: CredentialProviders? = nil,
    docker: DockerCredentials? = nil
  ) {
    self.files = files
    self.providers = providers
    self.docker = docker
  }

  /// Looks up one image. Executes the providers that match it, and a helper if there is one for its registry, one after
  /// the other.
  ///
  /// Blocks no thread of the caller's. A cancelled task stops what it executes.
  ///
  /// - Parameters:
  ///   - image: The image to be pulled.
  ///   - pod: The Pod that it is for; without one it is as for a static Pod.
  /// - Returns: The credentials, and the answer of each part.
  public func lookUp(_ image: ImageReference, for pod: PodIdentity? = nil) async -> Answer {
    let docker = await docker?.lookUp(image)
    let providers = await providers?.lookUp(image, for: pod)
    return Answer(image: image, files: files, providers: providers, docker: docker)
  }

  /// What a node has for one image.
  public struct Answer: Sendable {
    /// The image that was looked up.
    public let image: ImageReference
    /// The search for files; nil if there was none.
    public let files: NodeFileSearch?
    /// What the providers said; nil if there are none.
    public let providers: CredentialProviders.Answer?
    /// What Docker would use; nil if that was not asked.
    public let docker: DockerCredentials.Answer?

    /// An answer, as tests make it.
    ///
    /// - Parameters:
    ///   - image: The image that was looked up.
    ///   - files: The search for files.
    ///   - providers: What the providers said.
    ///   - docker: What Docker would use.
    public init(
      image: ImageReference, files: NodeFileSearch? = nil,
      providers: CredentialProviders.Answer? = nil, docker: DockerCredentials.Answer? = nil
    ) {
      self.image = image
      self.files = files
      self.providers = providers
      self.docker = docker
    }

    /// The node's credentials for the image in the order in which the kubelet tries them, which is after those of the
    /// Pod: files, then providers. Made anew each time. (Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_image.go.)
    ///
    /// What a Docker credential helper gave comes before them, as it does for Docker. So does what Docker takes from
    /// `auths`, unless it is from the file that the kubelet reads itself, by rules of its own.
    public var credentials: [Credential] {
      var credentials: [Credential] = []
      if let credential = docker?.credential, !isFromNodeFile(credential) {
        credentials.append(credential)
      }
      for keyring in [files?.keyring, providers?.keyring] {
        if let keyring { credentials += keyring.credentials(for: image) }
      }
      return credentials
    }

    private func isFromNodeFile(_ credential: Credential) -> Bool {
      guard case .file(let path) = credential.source, let found = files?.found else { return false }
      return path.hasSameBytes(as: found.path)
    }
  }
}
