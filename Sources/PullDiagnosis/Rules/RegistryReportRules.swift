// Rules about the registry's responses.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// Responses that do not depend on credentials.
  static let registryReport = Rule.image([
    .rateLimited: "The registry has counted too many pulls.",
    .imageNotFound: "The registry does not have the image: not about credentials.",
  ]) { context in
    context.claims { words in
      switch words.failure {
      case .rateLimited: words.rateLimited
      case .notFound: words.notFound
      default: nil
      }
    }
  }

  /// The image of the Pod's sandbox, which the runtime pulls itself.
  static let sandboxReport = Rule.pod([:]) { pod in
    pod.sandboxReport.map { [Claim(sandbox: $0, pod)] } ?? []
  }

  /// A refusal that is older than the current Secret.
  static let staleRefusal = Rule.image(
    [
      .staleRefusal:
        """
      The registry refused a pull before the Secret was there or as it is now: the next try \
      may succeed.
      """
    ], when: .unexplained
  ) { context in
    context.claims { $0.stale }
  }

  /// A refusal of credentials that are not the Pod's.
  static let nodeCredentials = Rule.image(
    [
      .nodeCredentialsRefused:
        "The registry refused the node's own credentials; no Secret of the Pod was sent."
    ], when: .unexplained
  ) { context in
    context.claims { $0.nodeCredentialsRefused }
  }

  /// The registry's refusal, if no other cause was found.
  static let refusedReport = Rule.image(
    [.registryRefused: "The registry refused the credentials that were tried."], when: .unexplained
  ) { context in
    context.claims { $0.failure == .refused ? $0.refused : nil }
  }

  /// A pull that fails without any known reason.
  static let unsaidReport = Rule.image([:], when: .unexplained) { context in
    context.claims { words in
      guard words.failure == .unsaid else { return nil }
      return words.claim(
        .otherPullFailure, cause: "the pull fails, and the input does not say why",
        advice: "Give the Events too (kubectl get pods,sa,secrets,events), or read them"
          + context.pod.described)
    }
  }
}

// MARK: - Rate limits and missing images

extension ReportWords {
  /// The registry's usual name.
  var registryName: SafeText {
    context.image.isDockerHub ? "Docker Hub (docker.io)" : registry
  }

  fileprivate var rateLimited: Claim {
    let pod = context.pod
    let unused = context.trials.first {
      !$0.isTried && $0.pattern?.isDockerHubAlias == true
    }
    if context.image.isDockerHub, !context.isCovered, let unused {
      return claim(
        .rateLimited, .willFail, [.secret(pod.namespace, unused.secretName)],
        cause: "\(registryName) has counted too many pulls without a login from this address",
        advice: """
          \(pod.title(ofSecret: unused.secretName)) is meant for it, but its key \
          \(quoted: unused.displayKey) is not what the kubelet calls Docker Hub: write \
          "https://index.docker.io/v1/".
          """,
        command: context.rekeying(unused, to: "https://index.docker.io/v1/"))
    }
    guard !context.isCovered else {
      let name = context.keyCredentials.first.map { pod.keys[$0.position].secretName } ?? ""
      return claim(
        .rateLimited,
        cause: "\(registryName) has counted too many pulls"
          + (attempt.sent == .nothing
            ? """
             without a login from this address, though \(pod.title(ofSecret: name)) has a key \
            for it: nothing was sent
            """ : " of this account or address"),
        advice: attempt.sent == .nothing
          ? """
          Wait for the next try, within 5 minutes, which sends the Secret. The mirror or the \
          proxy that the node may ask does not.
          """
          : "Wait, use an account with a higher limit, or pull through a cache of your own.")
    }
    let unlisted = pod.index.secretNames(for: context.image, in: pod.namespace).first
    return claim(
      .rateLimited, .willFail, unlisted.map { [.secret(pod.namespace, $0)] } ?? [],
      cause: "\(registryName) has counted too many pulls without a login from this address",
      advice: unlisted.map {
        "\(pod.title(ofSecret: $0)) has a key for it: add it to \(ListToExtend(pod).place)"
      }
        ?? "Wait, pull with an account (its pulls are counted apart), or pull through a cache of your own.",
      command: unlisted.flatMap { ListToExtend(pod).adding(secret: $0) })
  }

  fileprivate var notFound: Claim {
    let image: SafeText = "\(quoted: context.image.originalText)"
    if let near = PublicImages.nearest(to: context.image) {
      return claim(
        .imageNotFound, cause: "\(registryName) has no such image. This is not about credentials",
        advice: "Did you mean \(quoted: near)? Check the name \(image).")
    }
    if let place = PublicImages.newPlace(of: context.image) {
      return claim(
        .imageNotFound, cause: "\(registryName) has no such image. This is not about credentials",
        advice: movedAdvice(to: place))
    }
    if attempt.endpoint == .blobStore {
      return claim(
        .imageNotFound,
        cause: """
          \(registryName) has the image, but lacks a part of it: a layer, or the manifest of a \
          platform. This is not about credentials
          """,
        advice: """
          Push \(image) again: the registry's garbage collection, or a cache, may have removed the \
          part.
          """)
    }
    // ECR responds with 401 to requests without a login.
    let isHidden =
      !context.isCovered && attempt.sent != .something && ECRHost(context.registry) == nil
      && !PublicImages.isPublicOnly(context.image)
    return claim(
      .imageNotFound,
      cause: isHidden
        ? "\(registryName) has no such image, or hides it from those who do not log in"
        : "\(registryName) has no such image. This is not about credentials",
      advice: "Check repository and tag of \(image)"
        + (context.image.tag == nil && context.image.digest == nil
          ? ", which without a tag means latest" : "")
        + (context.image.digest == nil
          ? "" : "; a digest goes when the registry removes what no tag names")
        + libraryHint
        + (isHidden ? "; if it is there and private, it needs a pull secret." : ".")
        + (context.laterImage.map {
          """
           The template of \(context.pod.target.description) has \(quoted: $0) by now: this Pod goes \
          when those of the present template run.
          """
        } ?? ""))
  }

  func movedAdvice(to place: String) -> SafeText {
    """
    Such images have moved: see whether \(quoted: place) has the tag of \
    \(quoted: context.image.originalText).
    """
  }

  /// A proxy cache of Docker Hub, such as Harbor's, has Docker's official images under `library`.
  private var libraryHint: SafeText {
    let parts = context.image.repository.split(separator: "/", omittingEmptySubsequences: false)
    guard !context.image.isDockerHub, parts.count == 2, let name = parts.last,
      PublicImages.isOfficial(String(name))
    else { return "" }
    return """
      ; if \(word: String(parts[0])) is a proxy cache of Docker Hub, \
      \(quoted: "\(parts[0])/library/\(name)")
      """
  }
}

extension ImageContext {
  /// The current image of the same container in the template of the Pod's workload; nil if it is the
  /// Pod's.
  fileprivate var laterImage: String? {
    guard case .pod = pod.resolution.subject, let template = pod.target.workload?.podSpec.images
    else { return nil }
    return containers.prefix(1).lazy.compactMap { container in
      template.prefix(Diagnosis.claimLimit).first {
        $0.name == container.name && $0.role == container.role && $0.image != container.image
      }?.image
    }.first
  }
}

// MARK: - Refused

extension ReportWords {
  fileprivate var stale: Claim? {
    let pod = context.pod
    guard failure == .refused, attempt.endpoint != .mirror,
      let position = context.keyCredentials.first(where: \.credential.hasPassword)?.position
    else { return nil }
    let name = pod.keys[position].secretName
    let title = pod.title(ofSecret: name)
    let changed = pod.secret(name)?.metadata.newestTimestamp
    let isOlder = report.time.flatMap { time in changed.map { time < $0 } } ?? false
    guard isOlder || attempt.sent == .nothing else { return nil }
    let wasMissing: SafeText =
      pod.namesSaidToBeMissing.contains(ExactText(name))
      ? ": the Event FailedToRetrieveImagePullSecret says that it was missing" : ""
    return claim(
      .staleRefusal, .willFail, [.secret(pod.namespace, name)],
      cause: isOlder
        ? """
        \(registry) refused the pull at \(report.time.map { "\($0)" } ?? "an earlier time"), \
        before the last change of \(title)\(changed.map { " at \($0)" } ?? "")\(wasMissing)
        """
        : """
        no credential was sent with the pull that was refused, though \(title) has a key for \
        the image now\(wasMissing)
        """,
      advice: "Wait: the kubelet tries again within 5 minutes\(nextTry)"
        + (pod.deletingPod == nil
          ? "." : ". Or delete the Pod, so that its owner creates another at once."),
      command: pod.deletingPod)
  }

  /// When the kubelet tries again: it backs off for at most 5 minutes. Source:
  /// `MaxContainerBackOff`, pkg/kubelet/kubelet.go.
  private var nextTry: SafeText {
    report.time?.advanced(bySeconds: 300).flatMap { $0 > context.pod.now ? ", by \($0)" : nil }
      ?? ""
  }

  fileprivate var nodeCredentialsRefused: Claim? {
    guard failure == .refused, attempt.sent == .something, !context.isCovered,
      context.pod.resolution.refusal == nil
    else { return nil }
    return claim(
      .nodeCredentialsRefused,
      cause:
        """
        \(registry) refused credentials of \(node): no Secret of the Pod is for this image, \
        and yet credentials were sent, the node's own or its credential provider's
        """,
      advice: CloudRegistry(context.image).nodeAdvice(
        repository: "\(word: context.image.repository)"))
  }

  fileprivate var refused: Claim? {
    let pod = context.pod
    let tried = context.keyCredentials.filter(\.credential.hasPassword)
    guard let first = tried.first else { return nil }
    let sources = tried.map { position, credential in
      """
      \(pod.title(ofSecret: pod.keys[position].secretName)) (user \
      \(quoted: credential.displayUsername)\(serviceAccount(credential)))
      """ as SafeText
    }
    let name = pod.keys[first.position].secretName
    let user = first.credential.username
    let registry = CloudRegistry(context.image, user: user)
    // A refused Secret is one cause for any number of repositories.
    let repository: SafeText =
      isGeneral ? "the repositories" : "\(quoted: context.image.repository)"
    let advice: SafeText =
      if !registry.takes(user: user), let login = registry.login {
        "\(word: context.registry) takes \(login)."
      } else if tried.count == 1,
        let objection = registry.objection(to: first.credential.revealPassword())
      {
        objection
      } else {
        registry.pullAdvice(
          user: "\(quoted: first.credential.displayUsername)", repository: repository,
          isPasswordWrong: tried.count > 1 ? nil : isPasswordWrong)
      }
    return claim(
      .registryRefused, .willFail,
      tried.prefix(Diagnosis.claimLimit).map { position, credential in
        .secret(pod.namespace, pod.keys[position].secretName, key: credential.registryKey)
      },
      cause: "\(registryName) refuses the credential\(tried.count == 1 ? "" : "s") of "
        + listed(sources), advice: advice + pod.editNote(name),
      command: grant(in: registry))
  }

  /// Lets the Pod's namespace pull from another project of OpenShift's own registry.
  private func grant(in registry: CloudRegistry) -> ShellCommand? {
    guard case .openShift(let project) = registry,
      ExactText(project) != ExactText(context.pod.namespace)
    else { return nil }
    return Kubectl(project).grantImagePull(to: context.pod.namespace)
  }

  /// The account of a Google service account's key, for sentences.
  private func serviceAccount(_ credential: Credential) -> SafeText {
    guard credential.username.utf8.starts(with: "_json_key".utf8),
      let email = JSONMember.string("client_email", of: Array(credential.revealPassword().utf8))
    else { return "" }
    return ", service account \(word: email)"
  }

  /// Whether the registry rejects the user with this password (true) or the user's permission
  /// (false); nil if it does not say.
  var isPasswordWrong: Bool? {
    let text = attempt.text
    let saysSo = [
      "username or password", "username/password", "token has expired", "token is expired",
    ].contains {
      text.hasBytes($0, ignoringASCIICase: true)
    }
    if saysSo || attempt.endpoint == .tokenServer && attempt.status == 401 { return true }
    let saysNot = ["insufficient_scope", "unauthorized to access repository", "permission"].contains
    {
      text.hasBytes($0, ignoringASCIICase: true)
    }
    return saysNot ? false : nil
  }
}

extension Claim {
  fileprivate init(sandbox report: PullReport, _ pod: PodContext) {
    let image = report.message.image ?? ""
    let node: SafeText =
      pod.pods.first?.spec.nodeName.map { "node \(word: $0)" } ?? "the node"
    let isRefused = report.failure == .refused
    self.init(
      isRefused ? .nodeCredentialsRefused : .otherPullFailure, .exactly(.willFail), about: .image,
      messages: [report.attempt.text],
      problem:
        """
        The runtime of \(node) cannot pull the Pod's sandbox image \(quoted: image) (the pause \
        container): no pull secret is used for it.
        """,
      advice: (isRefused ? "Give the node's runtime a login for that registry, or name" : "Name")
        + """
         a pause image that all nodes can pull: sandbox_image in containerd's configuration, \
        pause_image in CRI-O's.
        """)
  }
}
