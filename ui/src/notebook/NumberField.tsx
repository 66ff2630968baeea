// A number parameter: a slider when both limits are known, and always a field for exact typing.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import { digits } from "../i18n/format";
import { t } from "../i18n/t";
import { TypedField } from "../parts/TypedField";
import { readNumber } from "./parameterValue";
import { keyStep, shareOf, sliderValue } from "./slider";

type Value = Extract<ParameterValue, { kind: "number" }>;
type Props = { label: string; value: Value; set: (value: ParameterValue) => void };

export function NumberField({ label, value, set }: Props) {
  const { min, max } = value;
  const hasSlider = min !== null && max !== null && Number(max) > Number(min);
  return (
    <div className={hasSlider ? "number-row has-slider" : "number-row"}>
      {hasSlider ? <Slider label={label} value={value} range={[min, max]} set={set} /> : null}
      <TypedField
        label={label}
        shown={value.value ?? ""}
        hint={t("notebook.parameter.notSet")}
        read={(typed) => readNumber(typed, value)}
        keep={(number) => set({ ...value, value: number })}
        isNumber
        isControl={!hasSlider}
      />
    </div>
  );
}

type SliderProps = Props & { range: [min: string, max: string] };

function Slider({ label, value, range: [min, max], set }: SliderProps) {
  const track = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const shown = dragged ?? value.value ?? min;
  const share = shareOf(shown, min, max);
  const percent = `${share * 100}%`;

  const at = (event: PointerEvent): string => {
    const box = track.current?.getBoundingClientRect();
    const place = box && box.width > 0 ? (event.clientX - box.left) / box.width : 0;
    return sliderValue(place, { min, max, step: value.step });
  };
  const keep = (next: string) => {
    if (next !== value.value) {
      set({ ...value, value: next });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyStep(event.key, shown, { min, max, step: value.step });
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      keep(next);
    }
  };
  return (
    <div
      ref={track}
      className="slider"
      role="slider"
      tabIndex={0}
      data-control
      aria-label={label}
      aria-valuemin={Number(min)}
      aria-valuemax={Number(max)}
      aria-valuenow={Number(shown)}
      aria-valuetext={digits(shown)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(at(event));
      }}
      onPointerMove={(event) => dragged !== null && setDragged(at(event))}
      onPointerUp={(event) => {
        keep(at(event));
        setDragged(null);
      }}
      onPointerCancel={() => setDragged(null)}
    >
      <i style={{ left: 0, width: percent }} />
      <b style={{ left: percent }} />
    </div>
  );
}
