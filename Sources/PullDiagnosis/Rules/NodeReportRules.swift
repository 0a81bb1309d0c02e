// Rules about the cluster's reports about the node, its runtime and its policies.

import ImagePullCredentials
import KubernetesPulls

extension Rule {
  /// The cluster's reports about the node, the image or a policy.
  static let nodeReport = Rule.image([
    .nodeDiskFull: "The node's disk is full: not about credentials.",
    .wrongPlatform:
      """
    The image has no variant for the node's operating system and architecture: not about \
    credentials.
    """,
    .signatureRejected:
      "A policy of the node rejects the image's signature: not about credentials.",
    .neverPulled:
      "The image is not on the node, and the pull policy forbids the pull: not about credentials.",
    .imageAccessUnverified:
      "The image is on the node, but was pulled with credentials that the Pod does not have.",
    .otherPullFailure:
      "The pull failed for a reason that is not about credentials or not known here.",
    .notAPullFailure: "The container fails after its image was pulled: not about credentials.",
  ]) { context in
    context.claims { words in
      switch words.failure {
      case .diskFull: words.diskFull
      case .platform: words.platform
      case .format: words.format
      case .signature: words.signature
      case .policy: words.policy
      case .runtime: words.runtime
      case .files: words.files
      case .damaged: words.damaged
      case .shortName: words.shortName
      case .blocked: words.blocked
      case .throttled: words.throttled
      case .neverPulled: words.neverPulled
      case .unverified: words.unverified
      case .afterPull: words.afterPull
      case .malformedSecret: words.malformedSecret
      case .other: words.other
      default: nil
      }
    }
  }
}

extension ReportWords {
  fileprivate var diskFull: Claim {
    claim(
      .nodeDiskFull,
      cause: "\(node) has no space left for the image. This is not about credentials",
      advice:
        """
        Free space on \(node), or inodes (df -h, df -i): look at its condition DiskPressure, and \
        remove images that are not used (crictl rmi --prune). The kubelet tries again by itself.
        """)
  }

  fileprivate var platform: Claim {
    claim(
      .wrongPlatform,
      cause: """
        the image has no variant for the operating system and the architecture of \
        \(node)\(platformName). This is not about credentials
        """,
      advice: attempt.text.hasBytes("windows", ignoringASCIICase: true)
        ? """
        Use a tag for the Windows build of the nodes, or choose nodes of the image's build with the \
        nodeSelector node.kubernetes.io/windows-build.
        """
        : """
        Build and push the image for that platform too (docker buildx build --platform), or \
        choose other nodes with the nodeSelector kubernetes.io/arch.
        """)
  }

  /// Such as ` (linux/arm64)`, if the node is in the input.
  private var platformName: SafeText {
    guard let name = nodeName, let node = context.pod.index.objects.node(named: name),
      !node.operatingSystem.isEmpty, !node.architecture.isEmpty
    else { return "" }
    return " (\(word: "\(node.operatingSystem)/\(node.architecture)"))"
  }

  fileprivate var format: Claim {
    let text = attempt.text
    let advice: SafeText =
      if text.hasBytes("no processor for media-type") {
        """
        Update the runtime, or push the image with layers that it reads: those compressed with zstd \
        need a newer one than gzip does.
        """
      } else if text.hasBytes("mismatched image rootfs")
        || text.hasBytes("media type", ignoringASCIICase: true)
          && !text.hasBytes("manifest.v1", ignoringASCIICase: true)
          && !text.hasBytes("schema", ignoringASCIICase: true)
      {
        """
        See what \(quoted: context.image.originalText) is (crane manifest, or skopeo inspect --raw): \
        registries keep Helm charts, signatures and other artifacts too, which are no container \
        images.
        """
      } else {
        """
        Build and push the image again with current tools, or update the runtime: images of Docker's \
        schema 1 are read by no current runtime, OCI indexes by no old one.
        """
      }
    return claim(
      .otherPullFailure,
      cause:
        """
        the image is in a format that the runtime of \(node) does not read. This is not about \
        credentials
        """,
      advice: advice)
  }

  fileprivate var damaged: Claim {
    claim(
      .otherPullFailure,
      cause:
        """
        what \(node) gets of the image is not what \(registry) announced. This is not about \
        credentials
        """,
      advice: """
        If the kubelet's next try fails too, look at what is between \(node) and \(registry): a \
        proxy, a cache or a mirror that cuts off or keeps broken layers. Or the registry's store has \
        lost the layer: push the image again.
        """)
  }

  /// A name without a registry, which CRI-O looks up in the registries of its configuration.
  fileprivate var shortName: Claim {
    claim(
      .otherPullFailure,
      cause: """
        \(quoted: context.image.originalText) names no registry, and the runtime of \(node) is not told \
        which one is meant. This is not about credentials
        """,
      advice: """
        Write the registry before the name, such as \(quoted: context.image.name) if it is on Docker \
        Hub, in \(context.pod.target.description).
        """)
  }

  fileprivate var blocked: Claim {
    claim(
      .otherPullFailure,
      cause: """
        the runtime of \(node) is told to block \(registry). This is not about credentials
        """,
      advice: """
        Name the image at a registry that is allowed, or take the block out of \
        /etc/containers/registries.conf on the nodes (with OpenShift: registrySources of \
        image.config.openshift.io/cluster).
        """)
  }

  fileprivate var signature: Claim {
    claim(
      .signatureRejected,
      cause: "a policy of \(node) rejects the image's signature. This is not about credentials",
      advice: """
        Sign the image, or change the policy: /etc/containers/policy.json with CRI-O, the image \
        verifier with containerd.
        """)
  }

  fileprivate var policy: Claim {
    claim(
      .otherPullFailure,
      cause:
        """
        a policy of \(registry) forbids to pull the image, such as one about vulnerabilities, \
        signatures or quarantine. This is not about credentials
        """,
      advice: """
        Look at the scan and the signature of \(quoted: context.image.originalText) in the \
        registry; fix the image, or have the policy except it.
        """)
  }

  /// The node's disk or file system.
  fileprivate var files: Claim {
    claim(
      .otherPullFailure,
      cause: "the file system of \(node) cannot be written to. This is not about credentials",
      advice:
        """
        Look at the disk of \(node) (dmesg, mount, journalctl -u containerd or -u crio): a disk that \
        fails, a file system that is mounted read-only, or the rights of the runtime's directory. \
        Cordon the node until then.
        """)
  }

  fileprivate var runtime: Claim {
    if attempt.text.hasBytes("hosts.toml") || attempt.text.hasBytes("registry hosts") {
      return claim(
        .otherPullFailure,
        cause: """
          the runtime of \(node) cannot read its settings for \(registry). This is not about \
          credentials
          """,
        advice: "Repair /etc/containerd/certs.d/\(registry)/hosts.toml on \(node).")
    }
    return claim(
      .otherPullFailure,
      cause: "the container runtime of \(node) failed. This is not about credentials",
      advice:
        """
        Read the runtime's log on \(node) (journalctl -u containerd or -u crio). Its store \
        may be damaged: remove the image there and restart the runtime.
        """)
  }

  fileprivate var throttled: Claim {
    claim(
      .otherPullFailure,
      cause: "the kubelet of \(node) starts no more pulls for now. This is not about credentials",
      advice: """
        Wait. If it lasts, raise registryPullQPS and registryBurst in the kubelet's \
        configuration.
        """)
  }

  fileprivate var neverPulled: Claim {
    claim(
      .neverPulled,
      cause:
        """
        the image is not on \(node), and imagePullPolicy Never forbids to pull it. This is \
        not about credentials
        """,
      advice: "Set imagePullPolicy to IfNotPresent, or load the image onto the node.")
  }

  fileprivate var unverified: Claim {
    claim(
      .imageAccessUnverified,
      cause:
        """
        the image is on \(node), but was pulled with credentials that this Pod does not have, \
        and imagePullPolicy Never forbids to ask the registry
        """,
      advice:
        """
        Add the pull secret that the image was pulled with to \
        \(ListToExtend(context.pod).place) Or set imagePullPolicy to IfNotPresent, so that \
        the kubelet asks the registry.
        """)
  }

  fileprivate var afterPull: Claim {
    claim(
      .notAPullFailure, .worthKnowing,
      cause: "the image is there, what failed came later. This is not about credentials",
      advice: "Look into the container\(context.pod.described)")
  }

  /// The kubelet's own error; ``Rule/malformedSecret`` says more about the Secret itself.
  fileprivate var malformedSecret: Claim? {
    guard context.pod.resolution.refusal == nil else { return nil }
    let names = context.pod.references.compactMap(\.item.name)
    return claim(
      .oneBadSecretStopsAll, .willFail,
      names.prefix(Diagnosis.claimLimit).map { .secret(context.pod.namespace, $0) },
      cause:
        """
        the kubelet cannot decode a pull secret of this Pod (\(listed(names.map { "\(quoted: $0)" }))), \
        and refuses every pull until it can
        """,
      advice:
        """
        Give the Secrets too (kubectl get pods,sa,secrets,events), to see which and where; or \
        fix the Secret, if it has been changed since: the kubelet tries again within 5 \
        minutes.
        """)
  }

  fileprivate var other: Claim? {
    // Another rule is about mirrors.
    guard attempt.endpoint != .mirror else { return nil }
    switch attempt.status {
    case 402:
      return claim(
        .otherPullFailure,
        cause: "\(hostAndRole) wants a payment: a subscription, licence or quota has ended",
        advice: """
          Renew the account's subscription or licence with who runs \(host). New credentials of the same \
          account change nothing.
          """)
    case 424:
      return claim(
        .otherPullFailure,
        cause: "\(hostAndRole) is a cache, and cannot get the image from the upstream registry",
        advice: """
          See that the image is at the upstream registry, and that the credentials that the cache has for it \
          are valid: those of the pull-through cache rule, not the Pod's.
          """)
    default: break
    }
    if let status = attempt.status {
      return claim(
        .otherPullFailure,
        cause: """
          \(hostAndRole) answers with the status \(status), which is no registry's usual one
          """,
        advice: """
          Look at the log of \(host), and at what is before it: a gateway or a proxy may answer in \
          its place. Read the whole message\(context.pod.described)
          """)
    }
    return claim(
      .otherPullFailure, cause: "the pull fails for a reason that is not known here",
      advice: "Read the whole message\(context.pod.described)")
  }
}
