// What a question of a dialog came to: its failure in words, that it is on its way, or its answer.
import type { ReactNode } from "react";

type Props<Data> = {
  data: Data | undefined;
  error: Error | null;
  /** What is said until there is an answer. */
  waiting: string;
  children: (data: Data) => ReactNode;
};

export function Asked<Data>({ data, error, waiting, children }: Props<Data>) {
  if (error) {
    return (
      <p role="alert" className="danger-text">
        {error.message}
      </p>
    );
  }
  return data === undefined ? <p role="status">{waiting}</p> : children(data);
}
