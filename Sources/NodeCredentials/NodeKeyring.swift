public import ImagePullCredentials

/// The credentials that a node adds to those of a Pod's pull secrets.
///
/// It only uses what you give it: files that were searched, providers and, optionally, Docker's credential helpers,
/// which the kubelet does not use.
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

  /// The credentials of a node with these parts.
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

  /// Looks up one image. Executes the providers that match it, and the helper for its registry if there is one, one
  /// after the other.
  ///
  /// Does not block a thread. Cancelling the task stops the running program.
  ///
  /// - Parameters:
  ///   - image: The image to be pulled.
  ///   - pod: The Pod that pulls the image; nil for a static Pod.
  /// - Returns: The credentials, and the result of each part.
  public func lookUp(_ image: ImageReference, for pod: PodIdentity? = nil) async -> Answer {
    let docker = await docker?.lookUp(image)
    let providers = await providers?.lookUp(image, for: pod)
    return Answer(image: image, files: files, providers: providers, docker: docker)
  }

  /// What a node has for one image.
  public struct Answer: Sendable {
    /// The image that was looked up.
    public let image: ImageReference
    /// The search for files; nil if there is none.
    public let files: NodeFileSearch?
    /// The result of the providers; nil if there are none.
    public let providers: CredentialProviders.Answer?
    /// What Docker would use; nil if that was not requested.
    public let docker: DockerCredentials.Answer?

    /// An answer, for tests.
    ///
    /// - Parameters:
    ///   - image: The image that was looked up.
    ///   - files: The search for files.
    ///   - providers: The result of the providers.
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
    /// Pod: files, then providers. Each access creates the array. (Kubernetes:
    /// pkg/kubelet/kuberuntime/kuberuntime_image.go.)
    ///
    /// Credentials of a Docker credential helper come first, as in Docker. So do those that Docker takes from
    /// `auths`, unless they are from the file that the kubelet reads itself, with its own rules.
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
