public import ImagePullCredentials
public import KubernetesPulls

// Objects for tests, with the usual properties as parameters. All passwords are obvious fakes.

extension DockerConfig {
  /// A credential document with an entry for each of `logins`.
  ///
  /// - Parameter logins: registry keys, each with `username:password`, such as `["ghcr.io": "octocat:fake-token"]`. The
  ///   order is kept.
  /// - Returns: the document.
  public static func fixture(
    _ logins: KeyValuePairs<String, Keyring.Login> = ["registry.example.com": "user:fake-password"]
  ) -> DockerConfig {
    DockerConfig(
      logins.map { key, login in
        Entry(registryKey: key, username: login.username, password: login.password)
      })
  }
}

extension Secret {
  /// A Secret of type `kubernetes.io/dockerconfigjson`.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - namespace: its namespace.
  ///   - logins: registry keys, each with `username:password`.
  ///   - creationTimestamp: when it was created, which is also the age of tokens that contain no time.
  /// - Returns: the Secret.
  public static func fixture(
    name: String = "regcred", namespace: String = "default",
    logins: KeyValuePairs<String, Keyring.Login> = ["registry.example.com": "user:fake-password"],
    creationTimestamp: Timestamp? = nil
  ) -> Secret {
    .fixture(
      name: name, namespace: namespace,
      document: DockerConfig.fixture(logins).encodeDockerConfigJSON(),
      creationTimestamp: creationTimestamp)
  }

  /// A Secret with any document, which may be malformed, under any key and of any type.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - namespace: its namespace.
  ///   - document: the value.
  ///   - key: the key of the value.
  ///   - type: the Secret's type.
  ///   - creationTimestamp: when it was created.
  /// - Returns: the Secret.
  public static func fixture(
    name: String = "regcred", namespace: String = "default", document: [UInt8],
    key: String = ".dockerconfigjson", type: String = "kubernetes.io/dockerconfigjson",
    creationTimestamp: Timestamp? = nil
  ) -> Secret {
    Secret(
      metadata: ObjectMetadata(
        namespace: namespace, name: name, uid: "uid-\(name)", creationTimestamp: creationTimestamp),
      type: type, data: [key: document])
  }
}

extension ServiceAccount {
  /// A ServiceAccount that lists `pullSecrets`.
  ///
  /// - Parameters:
  ///   - name: its name; a Pod that names none uses `default`.
  ///   - namespace: its namespace.
  ///   - pullSecrets: the names of Secrets.
  /// - Returns: the ServiceAccount.
  public static func fixture(
    name: String = ServiceAccount.defaultName, namespace: String = "default",
    pullSecrets: [String] = []
  ) -> ServiceAccount {
    ServiceAccount(namespace: namespace, name: name, imagePullSecrets: pullSecrets)
  }
}

extension Pod {
  /// A Pod with a container for each of `images`, called `app-1`, `app-2` and so on.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - namespace: its namespace.
  ///   - images: the images of its containers, as written.
  ///   - pullSecrets: its own list `imagePullSecrets`.
  ///   - serviceAccount: the ServiceAccount that it names; nil names none.
  ///   - isAdmitted: whether the Pod exists already, so that admission changes nothing any more: see
  ///     ``KubernetesPulls/Pod/isAdmitted``.
  ///   - status: what the kubelet reported.
  /// - Returns: the Pod.
  public static func fixture(
    name: String = "web", namespace: String = "default",
    images: [String] = ["registry.example.com/app:1"], pullSecrets: [String] = [],
    serviceAccount: String? = nil, isAdmitted: Bool = false, status: Status = Status()
  ) -> Pod {
    Pod(
      metadata: ObjectMetadata(
        namespace: namespace, name: name, uid: isAdmitted ? "uid-\(name)" : nil),
      spec: .fixture(images: images, pullSecrets: pullSecrets, serviceAccount: serviceAccount),
      status: status)
  }
}

extension Workload {
  /// A workload whose template has a container for each of `images`.
  ///
  /// - Parameters:
  ///   - kind: the kind of workload.
  ///   - name: its name.
  ///   - namespace: its namespace.
  ///   - images: the images of the template's containers, as written.
  ///   - pullSecrets: the template's list `imagePullSecrets`.
  ///   - serviceAccount: the ServiceAccount that the template names; nil names none.
  /// - Returns: the workload.
  public static func fixture(
    _ kind: Kind = .deployment, name: String = "web", namespace: String = "default",
    images: [String] = ["registry.example.com/app:1"], pullSecrets: [String] = [],
    serviceAccount: String? = nil
  ) -> Workload {
    Workload(
      kind: kind, metadata: ObjectMetadata(namespace: namespace, name: name),
      podSpec: .fixture(images: images, pullSecrets: pullSecrets, serviceAccount: serviceAccount))
  }
}

extension PodSpec {
  fileprivate static func fixture(
    images: [String], pullSecrets: [String], serviceAccount: String?
  ) -> PodSpec {
    PodSpec(
      serviceAccountName: serviceAccount, imagePullSecrets: pullSecrets,
      images: images.enumerated().map { position, image in
        ContainerImage(role: .container, name: "app-\(position + 1)", image: image)
      })
  }
}

extension KubernetesObjects {
  /// These objects.
  ///
  /// ```swift
  /// let objects = KubernetesObjects(.init(Pod.fixture()), .init(Secret.fixture()))
  /// ```
  ///
  /// - Parameter objects: the objects; of several with the same kind, namespace and name, the last counts.
  public init(_ objects: KubernetesObject...) {
    self.init()
    for object in objects { insert(object) }
  }
}

/// Passwords for tests that look like those of real registries but are obvious fakes. Has no cases.
public enum FakePassword: Sendable {
  /// The username that belongs to an ECR token.
  public static let ecrUsername = "AWS"

  /// A token as `aws ecr get-login-password` prints it: base64 of JSON with the time at which it expires.
  ///
  /// - Parameter time: when it expires.
  /// - Returns: the token, for the user ``ecrUsername``.
  public static func ecr(expiringAt time: Timestamp) -> String {
    let json =
      #"{"payload":"fake","datakey":"fake","version":"2","type":"DATA_KEY","#
      + #""expiration":\#(time.secondsSince1970)}"#
    return String(decoding: Base64.encode(json.utf8.span), as: UTF8.self)
  }
}
